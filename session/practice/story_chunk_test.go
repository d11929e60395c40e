package practice

import (
	"strings"
	"time"
)

var chunkStories = map[string]func(*story){
	"/bad-chunk-size": func(s *story) {
		s.get("/bad-chunk-size")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n5g\r\nHello\r\n0\r\n\r\n")
		s.get("/bad-chunk-size?size=-1")
		s.want(okChunked + kept(98) + "6\r\nOne.\r\n\r\n-1\r\nHello\r\n0\r\n\r\n")
	},
	"/huge-chunk-size": func(s *story) {
		s.get("/huge-chunk-size")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\nffffffffffffffff0\r\nHello\r\n0\r\n\r\n")
	},
	"/unterminated-chunk": func(s *story) {
		s.get("/unterminated-chunk")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n5\r\nHello...\r\n0\r\n\r\n")
	},
	"/no-last-chunk": func(s *story) {
		s.get("/no-last-chunk")
		s.want(okChunked + "\r\n7\r\nFirst.\n\r\n6\r\nLast!\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/no-final-crlf": func(s *story) {
		s.get("/no-final-crlf")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n0\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/bare-lf-chunks": func(s *story) {
		s.get("/bare-lf-chunks")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n6\nHello\n\n0\n\n")
	},
	"/forbidden-trailer": func(s *story) {
		s.get("/forbidden-trailer")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n0\r\nContent-Length: 6\r\nConnection: close\r\nKeep-Alive: timeout=60\r\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/leading-zeros": func(s *story) {
		s.get("/leading-zeros")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n0000000000000000000005\r\nHello\r\n0A\r\n, 10 bytes\r\n000\r\n\r\n")
	},
	"/long-extension": func(s *story) {
		s.get("/long-extension")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n5;x=" + strings.Repeat("a", 20_000) + "\r\nHello\r\n0\r\n\r\n")
	},
	"/chunked-to-10": func(s *story) {
		s.get("/chunked-to-10")
		s.want("HTTP/1.0 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n" + kept(99) +
			"1f\r\n" + s.said() + "\r\n0\r\n\r\n")
	},
	"/chunked-for-10": func(s *story) {
		s.get10("/chunked-for-10", "Connection: keep-alive")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n0\r\n\r\n")
		s.get10("/chunked-for-10")
		s.want(okChunked + closing + "6\r\nOne.\r\n\r\n0\r\n\r\n")
		s.wantFIN(0)
	},
	"/chunked-twice": func(s *story) {
		s.get("/chunked-twice")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked, chunked\r\n" + kept(99) +
			"1f\r\n" + s.said() + "\r\n0\r\n\r\n")
	},
	"/chunked-not-final": func(s *story) {
		s.get("/chunked-not-final")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked, gzip\r\n" + closing +
			compress("1f\r\n"+s.said()+"\r\n0\r\n\r\n"))
		s.wantFIN(0)
	},
	"/unknown-coding": func(s *story) {
		s.get("/unknown-coding?coding=identity")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nTransfer-Encoding: identity\r\n" + closing + s.said())
		s.wantFIN(0)
	},
	"/chunked-spelled": func(s *story) {
		s.get("/chunked-spelled")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nTransfer-Encoding: \tCHUNKED ,\r\n" + kept(99) +
			"1f\r\n" + s.said() + "\r\n0\r\n\r\n")
	},
}
