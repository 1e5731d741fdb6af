package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"

	"bulkhead/box"
)

var errOther = errors.New("it gave something else back")

// opener opens one client's way in.
type opener = func() (putter, getter, error)

// always is the opener of clients that share one way in.
func always(put putter, get getter) opener {
	return func() (putter, getter, error) { return put, get, nil }
}

// await tries until do succeeds or 20 s have passed.
func await(do func() error) error {
	var err error
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = do(); err == nil {
			return nil
		}
	}
	return err
}

// freePort returns a port on loopback that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// startRedis runs a Redis whose every write is on the disk before its answer.
func startRedis(tb testing.TB) (opener, error) {
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, errors.New("no redis-server is installed")
	}
	socket := filepath.Join(tb.TempDir(), "s")
	cmd := exec.Command(binary, "--port", "0", "--unixsocket", socket, "--dir", tb.TempDir(), "--appendonly", "yes", "--appendfsync", "always", "--save", "")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	tb.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	ctx := context.Background()
	c := redis.NewClient(&redis.Options{Network: "unix", Addr: socket, PoolSize: dropClients})
	tb.Cleanup(func() { _ = c.Close() })
	if err := await(func() error { return c.Ping(ctx).Err() }); err != nil {
		return nil, err
	}
	put := func(ref box.Ref, content *box.Content) error {
		key := ref.Key()
		return c.SetNX(ctx, string(key[:]), content[:], 0).Err()
	}
	get := func(ref box.Ref, content *box.Content) error {
		key := ref.Key()
		b, err := c.Get(ctx, string(key[:])).Bytes()
		if err == nil && copy(content[:], b) != box.Size {
			err = errOther
		}
		return err
	}
	return always(put, get), nil
}

// findPostgres returns the folder of PostgreSQL's programs.
func findPostgres() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New("no PostgreSQL is installed")
}

// asNobody makes a command run as another user if this one is root, which
// PostgreSQL does not run as, and gives that user the folder.
func asNobody(cmd *exec.Cmd, dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	cmd.Dir = dir
	return os.Chown(dir, uid, gid)
}

// startPostgres runs a PostgreSQL as it comes, which is durable.
func startPostgres(tb testing.TB) (opener, error) {
	bin, err := findPostgres()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bulkhead-pg-") // which another user can reach
	if err != nil {
		return nil, err
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "bench", "-A", "trust", "--no-instructions")
	if err := asNobody(initdb, dir); err != nil {
		return nil, err
	}
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-D", filepath.Join(dir, "data"), "-k", dir, "-p", strconv.Itoa(port), "-c", "listen_addresses=", "-c", fmt.Sprintf("max_connections=%d", 10*dropClients))
	if err := asNobody(cmd, dir); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	tb.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGINT); _ = cmd.Wait() })
	ctx := context.Background()
	open := func() (*pgx.Conn, error) {
		return pgx.Connect(ctx, fmt.Sprintf("host=%s port=%d user=bench dbname=postgres", dir, port))
	}
	err = await(func() error {
		c, err := open()
		if err != nil {
			return err
		}
		_, err = c.Exec(ctx, "create table boxes (k bytea primary key, v bytea)")
		return errors.Join(err, c.Close(ctx))
	})
	return func() (putter, getter, error) {
		c, err := open()
		if err != nil {
			return nil, nil, err
		}
		tb.Cleanup(func() { _ = c.Close(ctx) })
		put := func(ref box.Ref, content *box.Content) error {
			key := ref.Key()
			_, err := c.Exec(ctx, "insert into boxes values ($1, $2) on conflict do nothing", key[:], content[:])
			return err
		}
		get := func(ref box.Ref, content *box.Content) error {
			key := ref.Key()
			var b []byte
			err := c.QueryRow(ctx, "select v from boxes where k = $1", key[:]).Scan(&b)
			if err == nil && copy(content[:], b) != box.Size {
				err = errOther
			}
			return err
		}
		return put, get, nil
	}, err
}

// startJetStream runs a NATS server within this process, with one replica that
// syncs every message.
func startJetStream(tb testing.TB) (opener, error) {
	s, err := server.NewServer(&server.Options{
		DontListen: true, JetStream: true, StoreDir: tb.TempDir(), SyncAlways: true, NoLog: true, NoSigs: true,
	})
	if err != nil {
		return nil, err
	}
	go s.Start()
	tb.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		return nil, errors.New("it did not start")
	}
	c, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		return nil, err
	}
	tb.Cleanup(c.Close)
	js, err := c.JetStream()
	if err != nil {
		return nil, err
	}
	if _, err := js.AddStream(&nats.StreamConfig{Name: "boxes", Subjects: []string{"b.>"}, Storage: nats.FileStorage, AllowDirect: true, MaxMsgsPerSubject: 1}); err != nil {
		return nil, err
	}
	put := func(ref box.Ref, content *box.Content) error {
		_, err := js.Publish(subject(ref), content[:])
		return err
	}
	get := func(ref box.Ref, content *box.Content) error {
		m, err := js.GetLastMsg("boxes", subject(ref), nats.DirectGet())
		if err == nil && copy(content[:], m.Data) != box.Size {
			err = errOther
		}
		return err
	}
	return always(put, get), nil
}

func subject(ref box.Ref) string { return fmt.Sprintf("b.%d.%s", ref.Round, ref.ID.Hex()) }
