package cli

import (
	"errors"
	"strconv"
)

// A countFlag reads a number of things of which there has to be one at least.
type countFlag int

func (n *countFlag) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 {
		return errors.New("it has to be a number from 1 on")
	}
	*n = countFlag(v)
	return nil
}

func (n *countFlag) Type() string { return "int" }

func (n *countFlag) String() string { return strconv.Itoa(int(*n)) }
