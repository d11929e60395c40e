package log

import (
	"encoding"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"

	"linger/wire"
)

// value reads the JSON value at the parser's position into v. It skips members for which
// v has no field, because a later version of linger may have written them.
func (p *parser) value(v reflect.Value, plan *plan) error {
	if p.null() {
		return nil
	}
	switch plan.shape {
	case object:
		return p.object(v, plan)
	case list:
		return p.list(v, plan)
	case pointer:
		v.Set(reflect.New(plan.typ.Elem()))
		return p.value(v.Elem(), plan.elem)
	case number, count, decimal:
		return p.number(v, plan)
	case truth:
		b, err := p.bool()
		v.SetBool(b)
		return err
	case letters:
		s, err := p.text()
		v.SetString(p.intern(s))
		return err
	case octets:
		s, err := p.text()
		if len(s) > 0 {
			v.SetBytes(append([]byte(nil), s...))
		}
		return err
	case lines:
		ls, err := p.lines()
		v.Set(reflect.ValueOf(ls))
		return err
	case instant:
		s, err := p.text()
		if err != nil {
			return err
		}
		t, err := time.Parse(time.RFC3339Nano, string(s))
		v.Set(reflect.ValueOf(t))
		return err
	}
	s, err := p.text()
	if err != nil {
		return err
	}
	return v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(s)
}

func (p *parser) object(v reflect.Value, plan *plan) error {
	next := 0 // index of the field expected next, because members are usually in the order of the fields
	return p.members(func(key []byte) error {
		for i := range plan.fields {
			k := (next + i) % len(plan.fields)
			if m := &plan.fields[k]; m.name == string(key) {
				next = k + 1
				return p.value(m.field(v), m.plan)
			}
		}
		return p.skip(0)
	})
}

func (p *parser) list(v reflect.Value, plan *plan) error {
	return p.elements(func() error {
		v.Set(reflect.Append(v, reflect.Zero(plan.typ.Elem())))
		return p.value(v.Index(v.Len()-1), plan.elem)
	})
}

var errRange = errors.New("a number is out of range")

func (p *parser) number(v reflect.Value, plan *plan) error {
	s := p.digits()
	switch plan.shape {
	case number:
		n, err := strconv.ParseInt(string(s), 10, 64)
		if err != nil || v.OverflowInt(n) {
			return errRange
		}
		v.SetInt(n)
	case count:
		n, err := strconv.ParseUint(string(s), 10, 64)
		if err != nil || v.OverflowUint(n) {
			return errRange
		}
		v.SetUint(n)
	default:
		n, err := strconv.ParseFloat(string(s), 64)
		if err != nil || math.IsInf(n, 0) {
			return errRange
		}
		v.SetFloat(n)
	}
	return nil
}

// lines reads the output of appendLines. If the result is equal to a recent one, lines
// returns that slice again, because messages often repeat.
func (p *parser) lines() ([]wire.Line, error) {
	ls := p.spare[:0]
	err := p.elements(func() error {
		var l wire.Line
		err := p.line(&l)
		ls = append(ls, l)
		return err
	})
	p.spare = ls
	if err != nil || len(ls) == 0 {
		return nil, err
	}
	return p.seen.same(ls), nil
}

func (p *parser) line(l *wire.Line) error {
	next := 0
	return p.elements(func() error {
		k := next
		next++
		if k == 0 || k == 6 {
			s, err := p.text()
			if err != nil {
				return err
			}
			if k == 0 {
				return l.Kind.UnmarshalText(s)
			}
			return l.Role.UnmarshalText(s)
		}
		n, err := strconv.ParseInt(string(p.digits()), 10, 64)
		if err != nil {
			return errRange
		}
		switch k {
		case 1:
			l.Off = n
			return nil
		case 2:
			l.Len = n
			return nil
		case 7:
			l.Flags = wire.Flags(n)
			return within(n, math.MaxUint16)
		case 3:
			l.A = uint32(n)
		case 4:
			l.B = uint32(n)
		case 5:
			l.C = uint32(n)
		}
		return within(n, math.MaxUint32)
	})
}

func within(n, most int64) error {
	if n < 0 || n > most {
		return errRange
	}
	return nil
}

// text reads the output of appendText, which is a string or {"base64":"…"}. The returned
// bytes are valid until the parser reads the next string.
func (p *parser) text() ([]byte, error) {
	if p.peek() != '{' {
		return p.string()
	}
	var out []byte
	err := p.members(func(key []byte) error {
		if string(key) != "base64" {
			return p.skip(0)
		}
		s, err := p.string()
		if err != nil {
			return err
		}
		out, err = base64.StdEncoding.AppendDecode(nil, s)
		if err != nil {
			return fmt.Errorf("base64: %w", err)
		}
		return nil
	})
	return out, err
}
