// Package integration holds linger against servers it did not write: nginx,
// Apache httpd, Node's http and HAProxy, each started on loopback with settings
// of its own. It also has tshark and Chromium read the captures and the HARs that
// linger writes, and holds what linger says of other programs against them: what they
// log, and which of them use a connection again. It has tests alone.
//
// A server that is not installed is skipped; with LINGER_SERVERS=required in
// the environment, as in CI, that is a failure, and closes have to come within
// 100 ms of the second they are set to.
package integration
