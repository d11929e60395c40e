// Package integration tests linger with real servers: nginx, Apache httpd, Node's http
// and HAProxy, each started on loopback with its own settings. It also lets tshark and
// Chromium read the captures and HARs that linger writes. It compares what linger says
// about other programs with what those programs log, and with whether they reuse a
// connection. The package contains only tests.
//
// Tests of a server that is not installed are skipped. With LINGER_SERVERS=required in
// the environment, as in CI, they fail instead, and servers must close within 100 ms of
// the configured time.
package integration
