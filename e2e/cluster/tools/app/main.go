// hello stands for a distroless application: a static HTTP server without a shell around it.
//
//	EXIT=N      ends at once with that code
//	DUMPABLE=0  clears the process's dumpable flag, as setuid programs and keepers of secrets (ssh-agent, gpg-agent) do
//	ADDR        what to listen on, :8080 by default
package main

import (
	"fmt"
	"net/http"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

func main() {
	if code, err := strconv.Atoi(os.Getenv("EXIT")); err == nil {
		fmt.Println("ending with", code)
		os.Exit(code)
	}
	if os.Getenv("DUMPABLE") == "0" {
		if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
			fmt.Println("prctl:", err)
		}
	}
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = ":8080"
	}
	fmt.Printf("hello uid=%d gid=%d\n", os.Getuid(), os.Getgid())
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "hello") })
	fmt.Println(http.ListenAndServe(addr, nil))
}
