package main

import (
	"os"
	"path/filepath"
	"testing"
)

const published = "../../../demo/src/main/resources/io/jenkins/plugins/distrolessscan/demo/roots"

func TestTheDemoSaysWhatTheProbeSays(t *testing.T) {
	names, err := roots(published)
	if err != nil || len(names) == 0 {
		t.Fatalf("no sample roots, %v", err)
	}
	for _, name := range names {
		said, err := os.ReadFile(filepath.Join(published, name+".ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		says, err := record(published, name)
		if err != nil || string(says) != string(said) {
			t.Errorf("%s: the probe says something else; run go run ./cmd/recordings ROOTS (%v)\n%s", name, err, says)
		}
	}
}
