package wire

// roleOf returns the role of a field with this name.
func roleOf(name []byte) Role {
	if len(name) >= len(rolesByLength) {
		return RolePlain
	}
	for i := range rolesByLength[len(name)] {
		if r := &rolesByLength[len(name)][i]; equalFold(name, r.name) {
			return r.role
		}
	}
	if isScrambled(name) {
		return RoleScrambled
	}
	return RolePlain
}

// A namedRole is a field name in lower case and its role.
type namedRole struct {
	name string
	role Role
}

// rolesByLength holds the names that have a role, by their length, so that most
// names without a role are rejected after few comparisons.
var rolesByLength = func() (t [20][]namedRole) {
	for name, role := range map[string]Role{
		"age": RoleAge, "allow": RoleAllow, "connection": RoleConnection, "content-disposition": RoleContentDisposition,
		"content-encoding": RoleContentEncoding, "content-length": RoleContentLength, "content-location": RoleContentLocation,
		"content-range": RoleContentRange, "content-type": RoleContentType, "date": RoleDate, "etag": RoleETag, "expect": RoleExpect,
		"expires": RoleExpires, "host": RoleHost, "keep-alive": RoleKeepAlive, "last-modified": RoleLastModified,
		"location": RoleLocation, "proxy-authenticate": RoleAuthenticate, "proxy-connection": RoleProxyConnection,
		"retry-after": RoleRetryAfter, "trailer": RoleTrailer, "transfer-encoding": RoleTransferEncoding, "upgrade": RoleUpgrade,
		"www-authenticate": RoleAuthenticate,
	} {
		t[len(name)] = append(t[len(name)], namedRole{name, role})
	}
	return t
}()

// scrambled holds the fields whose names middleboxes scramble to disable them without
// moving the bytes after them.
var scrambled = [...]string{"connection", "content-length", "transfer-encoding"}

// scrambledFrom returns the field name that a middlebox scrambled into name by reordering
// its letters or replacing one of them. It also recognises X-Cnection. It returns "" for
// any other name.
func scrambledFrom(name []byte) string {
	for _, known := range scrambled {
		if len(name) != len(known) || !isToken(name) {
			continue
		}
		var letters [256]int8
		differ := 0
		for i, c := range name {
			if c-'A' < 26 {
				c |= 0x20
			}
			letters[c]++
			letters[known[i]]--
			if c != known[i] {
				differ++
			}
		}
		if differ > 0 && (differ == 1 || letters == [256]int8{}) {
			return known
		}
	}
	if equalFold(name, "x-cnection") {
		return "connection"
	}
	return ""
}

func isScrambled(name []byte) bool { return scrambledFrom(name) != "" }
