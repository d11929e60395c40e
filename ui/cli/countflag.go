package cli

import (
	"fmt"
	"strconv"
)

// A countFlag reads a number of things of which there has to be one at least.
type countFlag int

func (n *countFlag) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 {
		return fmt.Errorf("%q is none: write a number from 1 on", s)
	}
	*n = countFlag(v)
	return nil
}

func (n *countFlag) Type() string { return "int" }

func (n *countFlag) String() string { return strconv.Itoa(int(*n)) }
