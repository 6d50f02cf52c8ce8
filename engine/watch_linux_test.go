package engine_test

import (
	"bytes"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/stretchr/testify/require"
)

// TestLimits: where the system watches no more folders, or has no more watchers, the
// poll notices what changes, and the status says why. The limits are those of a user
// namespace, which the test runs itself in anew.
func TestLimits(t *testing.T) {
	for limit, says := range map[string]string{
		"max_inotify_watches":   "this machine watches no more folders (fs.inotify.max_user_watches)",
		"max_inotify_instances": "this machine has no more watchers or open files (fs.inotify.max_user_instances)",
	} {
		if os.Getenv("CLAUSEWISE_LIMIT") == limit {
			within(t, "/proc/sys/user/"+limit, says)
		} else if os.Getenv("CLAUSEWISE_LIMIT") == "" {
			t.Run(limit, func(t *testing.T) { confined(t, limit) })
		}
	}
}

// confined runs this test in a user namespace of its own.
func confined(t *testing.T, limit string) {
	self := exec.Command(os.Args[0], "-test.run=^TestLimits$", "-test.v")
	var out bytes.Buffer
	self.Stdout, self.Stderr = &out, &out
	self.Env = append(os.Environ(), "CLAUSEWISE_LIMIT="+limit)
	self.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if err := self.Start(); err != nil {
		t.Skip("there are no user namespaces here: " + err.Error())
	}
	err := self.Wait()
	require.NoError(t, err, "%s", &out)
}

func within(t *testing.T, limit, says string) {
	root := write(t, map[string]string{"a.cel": old()})
	require.NoError(t, os.WriteFile(limit, []byte("0"), 0))
	e := watched(t, root, engine.Poll(50*time.Millisecond))
	require.Contains(t, e.Status().Polling, says)
	put(t, root+"/a.cel", renewed())
	until(t, e, holds(t, root))
	require.Contains(t, e.Status().Polling, says)

	require.NoError(t, os.WriteFile(limit, []byte("100"), 0))
	until(t, e, func(s engine.Status) bool { return s.Polling == "" })
	put(t, root+"/a.cel", old())
	until(t, e, holds(t, root))
}
