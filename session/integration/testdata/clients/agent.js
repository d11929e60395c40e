// Asks for each URL twice with http.get, one after the other.
const http = require('http');
const get = url => new Promise(done => {
	const q = http.get(url, r => { r.on('error', done); r.on('close', done); r.resume(); });
	q.on('error', done);
}).then(() => new Promise(done => setTimeout(done, 20)));
(async () => { for (const url of process.argv.slice(2)) { await get(url); await get(url); } process.exit(0); })();
