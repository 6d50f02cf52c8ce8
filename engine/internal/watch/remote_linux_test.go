package watch

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRemote: network file systems are known by their numbers, a folder of this machine
// is none of them, and neither is one that there is not.
func TestRemote(t *testing.T) {
	for magic, name := range map[uint32]string{0x6969: "NFS", 0xfe534d42: "SMB", 0xff534d42: "SMB", 0x65735546: "FUSE", 0x01021997: "9P", 0xef53: "", 0x01021994: ""} {
		require.Equal(t, name, kind(magic))
	}
	require.Equal(t, "", remote(t.TempDir()))
	require.Equal(t, "", remote("there is none"))
}
