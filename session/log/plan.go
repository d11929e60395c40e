package log

import (
	"encoding"
	"reflect"
	"strings"
	"sync"
	"time"

	"linger/wire"
)

// A plan defines how values of one type are written in the log. Each type has one plan,
// so that struct tags are read only once.
type plan struct {
	shape  shape
	fields []member // fields of a struct
	names  [][]byte // quoted names of all values, if the type is a uint8 with names
	elem   *plan    // plan of the elements of a slice, or of the target of a pointer
	typ    reflect.Type
}

// A shape is the form in which a value is written as JSON.
type shape uint8

const (
	object  shape = iota // a struct
	list                 // a slice
	pointer              // a pointer: its target; omitted if nil
	number               // a signed integer, or a duration in nanoseconds
	count                // an unsigned integer
	decimal              // a float
	truth                // true or false
	letters              // a string
	octets               // bytes; see appendText
	instant              // a date and time in RFC 3339 form
	name                 // a value that is written as its name, such as a kind or a reason
	lines                // []wire.Line; see appendLines
)

// A member is one field of a struct.
type member struct {
	key  string // `"name":`
	name string
	at   []int // index of the field, as for [reflect.Value.FieldByIndex]
	plan *plan
}

var plans sync.Map // maps a reflect.Type to its *plan

var (
	timeType  = reflect.TypeFor[time.Time]()
	bytesType = reflect.TypeFor[[]byte]()
	linesType = reflect.TypeFor[[]wire.Line]()
	namedType = reflect.TypeFor[encoding.TextMarshaler]()
)

// planOf returns the plan of t. It makes the plan on the first call.
func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := plans.LoadOrStore(t, makePlan(t))
	return p.(*plan)
}

func makePlan(t reflect.Type) *plan {
	p := &plan{typ: t}
	switch {
	case t == timeType:
		p.shape = instant
	case t == linesType:
		p.shape = lines
	case t == bytesType:
		p.shape = octets
	case t.Implements(namedType):
		p.shape = name
		if t.Kind() == reflect.Uint8 {
			p.names = namesOf(t)
		}
	default:
		p.byKind(t)
	}
	return p
}

// namesOf returns the quoted names of all values of t, which must be a uint8 type.
func namesOf(t reflect.Type) [][]byte {
	out := make([][]byte, 256)
	for i := range out {
		v := reflect.New(t).Elem()
		v.SetUint(uint64(i))
		text, _ := v.Interface().(encoding.TextMarshaler).MarshalText() // "" if the value has no name
		out[i] = appendText(nil, text)
	}
	return out
}

func (p *plan) byKind(t reflect.Type) {
	switch t.Kind() {
	case reflect.Struct:
		p.shape, p.fields = object, members(t, nil)
	case reflect.Slice:
		p.shape, p.elem = list, planOf(t.Elem())
	case reflect.Pointer:
		p.shape, p.elem = pointer, planOf(t.Elem())
	case reflect.String:
		p.shape = letters
	case reflect.Bool:
		p.shape = truth
	case reflect.Float32, reflect.Float64:
		p.shape = decimal
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.shape = number
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.shape = count
	default:
		panic("log: an event has a field of type " + t.String() + ", which the log cannot write")
	}
}

// members returns the exported fields of a struct, including those of embedded structs.
func members(t reflect.Type, at []int) (out []member) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		where := append(at[:len(at):len(at)], i)
		switch {
		case !f.IsExported() || tag == "-":
		case f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct:
			out = append(out, members(f.Type, where)...)
		default:
			if tag == "" {
				tag = f.Name
			}
			out = append(out, member{key: `"` + tag + `":`, name: tag, at: where, plan: planOf(f.Type)})
		}
	}
	return out
}

// field returns the field of v that m describes.
func (m *member) field(v reflect.Value) reflect.Value {
	if len(m.at) == 1 {
		return v.Field(m.at[0])
	}
	return v.FieldByIndex(m.at)
}
