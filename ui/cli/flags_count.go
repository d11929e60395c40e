package cli

import (
	"errors"
	"strconv"
)

// A countFlag is a flag whose value is an integer of at least 1.
type countFlag int

func (n *countFlag) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 {
		return errors.New("it must be an integer of at least 1")
	}
	*n = countFlag(v)
	return nil
}

func (n *countFlag) Type() string { return "int" }

func (n *countFlag) String() string { return strconv.Itoa(int(*n)) }
