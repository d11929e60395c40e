const http = require('http');
const say = e => console.log(`${e} ${e.code || ''}`);
http.get(process.argv[2], r => { r.on('error', say); r.resume(); r.on('end', () => console.log('complete')); }).on('error', say);
