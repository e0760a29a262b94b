// nsfwd listens on a TCP address in the network namespace it is started in and
// forwards every connection to a TCP address inside another network namespace.
//
//	nsfwd -listen 127.0.0.1:6443 -netns /run/netns/kube -to 127.0.0.1:6443
//
// With -listen-in-netns the listener is opened inside the namespace too.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

func inNS(path string, f func() error) error {
	errc := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread dies with the goroutine
		fd, err := os.Open(path)
		if err != nil {
			errc <- err
			return
		}
		defer fd.Close()
		if err := unix.Setns(int(fd.Fd()), unix.CLONE_NEWNET); err != nil {
			errc <- fmt.Errorf("setns: %w", err)
			return
		}
		errc <- f()
	}()
	return <-errc
}

func main() {
	listen := flag.String("listen", "127.0.0.1:6443", "")
	ns := flag.String("netns", "/run/netns/kube", "")
	to := flag.String("to", "127.0.0.1:6443", "")
	lin := flag.Bool("listen-in-netns", false, "")
	flag.Parse()
	var l net.Listener
	var err error
	open := func() error { l, err = net.Listen("tcp", *listen); return err }
	if *lin {
		err = inNS(*ns, open)
	} else {
		err = open()
	}
	if err != nil {
		log.Fatal(err)
	}
	for {
		c, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer c.Close()
			var d net.Conn
			err := inNS(*ns, func() (err error) { d, err = net.Dial("tcp", *to); return })
			if err != nil {
				log.Print(err)
				return
			}
			defer d.Close()
			var wg sync.WaitGroup
			wg.Add(2)
			cp := func(a, b net.Conn) {
				io.Copy(a, b)
				a.(*net.TCPConn).CloseWrite()
				wg.Done()
			}
			go cp(c, d)
			go cp(d, c)
			wg.Wait()
		}()
	}
}
