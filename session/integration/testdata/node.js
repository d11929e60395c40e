"use strict";
const http = require("http");
const https = require("https");
const fs = require("fs");

const pem = fs.readFileSync("{{.Cert}}");
const chain = pem.toString().split(/(?=-----BEGIN PRIVATE KEY-----)/);

function serve(server) {
	server.keepAliveTimeout = {{.Idle}}000;
	server.maxRequestsPerSocket = 3;
	return server;
}
function answer(request, response) {
	if (request.url === "/chunked") {
		response.write("hello ");
	}
	response.end("world\n");
}
serve(http.createServer(answer)).listen({{.Port}}, "127.0.0.1");
serve(http.createServer(answer)).listen("{{.Unix}}");
serve(https.createServer({ cert: chain[0], key: chain[1] }, answer)).listen({{.TLS}}, "127.0.0.1");
