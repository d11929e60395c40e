// Asks for each URL twice with fetch, which is undici, one after the other.
const get = url => fetch(url).then(r => r.text()).catch(() => {}).then(() => new Promise(done => setTimeout(done, 20)));
(async () => { for (const url of process.argv.slice(2)) { await get(url); await get(url); } process.exit(0); })();
