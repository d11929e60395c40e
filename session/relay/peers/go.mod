module linger/session/relay/peers

go 1.26.0

require linger v0.0.0

require golang.org/x/sys v0.49.0 // indirect

replace linger => ../../..
