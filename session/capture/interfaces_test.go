package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// block returns a pcapng block.
func block(order binary.AppendByteOrder, kind uint32, body []byte) []byte {
	n := uint32(headSize + len(body))
	b := order.AppendUint32(order.AppendUint32(nil, kind), n)
	return order.AppendUint32(append(b, body...), n)
}

// Reading stops in a file that describes interfaces without end, in either byte order,
// and no matter how its bytes arrive. Each section may describe as many interfaces as
// fit.
func TestInterfacesAreLimited(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		section := block(order, blockSection, append(order.AppendUint32(nil, orderMark), make([]byte, 12)...))
		one := block(order, blockInterface, make([]byte, 1<<16))
		most := mostInterfaces / (1<<16 + headSize + interfaceSize)
		many := bytes.Repeat(one, most)
		for name, tt := range map[string]struct {
			file []byte
			err  error
		}{
			"as many as fit": {append(section, many...), nil},
			"two sections":   {bytes.Repeat(append(section, many...), 2), nil},
			"too many":       {append(append(section, many...), bytes.Repeat(one, 20)...), errInterfaces},
			"not pcapng":     {bytes.Repeat(one, most+20), nil},
			"a short block":  {append(append(section, block(order, 7, nil)[:8]...), bytes.Repeat([]byte{0}, 100)...), nil},
		} {
			for how, r := range map[string]io.Reader{"whole": bytes.NewReader(tt.file), "halves": iotest.HalfReader(bytes.NewReader(tt.file))} {
				got, err := io.ReadAll(&interfaceLimit{r: r})
				if !errors.Is(err, tt.err) || err == nil && !bytes.Equal(got, tt.file) || err != nil && !bytes.HasPrefix(tt.file, got) {
					t.Errorf("%v, %s, %s: read %d of %d bytes, error %v; want error %v", order, name, how, len(got), len(tt.file), err, tt.err)
				}
			}
		}
	}
	small := block(binary.LittleEndian, blockInterface, make([]byte, 8))
	file := append(block(binary.LittleEndian, blockSection, append(binary.LittleEndian.AppendUint32(nil, orderMark), make([]byte, 12)...)), bytes.Repeat(small, 100_000)...)
	if _, err := Open(bytes.NewReader(file)); !errors.Is(err, errInterfaces) {
		t.Errorf("opening a file with 100,000 interfaces returned %v, want %v", err, errInterfaces)
	}
}
