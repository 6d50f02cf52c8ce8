package watch

import "syscall"

// remote names the file system of a folder, where others may change what is in it and
// this machine does not hear of it.
func remote(dir string) string {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return ""
	}
	return kind(uint32(s.Type))
}

// kind knows file systems by the numbers of linux/magic.h.
func kind(magic uint32) string {
	switch magic {
	case 0x6969:
		return "NFS"
	case 0x517b, 0xff534d42, 0xfe534d42:
		return "SMB"
	case 0x65735546:
		return "FUSE"
	case 0x01021997:
		return "9P"
	case 0x00c36400:
		return "Ceph"
	case 0x5346414f, 0x6b414653:
		return "AFS"
	}
	return ""
}
