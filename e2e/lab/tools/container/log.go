package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// longest is the length at which the container runtime interface splits a line.
const longest = 16 * 1024

type logFile struct {
	mutex sync.Mutex
	file  *os.File
}

func openLog(path string) (*logFile, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	return &logFile{file: file}, err
}

func (log *logFile) close() { log.file.Close() }

// copy writes each line as `TIME STREAM F text`, parts of an overlong or unfinished one with P.
func (log *logFile) copy(stream string, from io.Reader) {
	reader := bufio.NewReaderSize(from, longest)
	for {
		line, err := reader.ReadSlice('\n')
		if len(line) > 0 {
			tag := "P"
			if line[len(line)-1] == '\n' {
				tag, line = "F", line[:len(line)-1]
			}
			log.mutex.Lock()
			fmt.Fprintf(log.file, "%s %s %s %s\n", time.Now().UTC().Format(time.RFC3339Nano), stream, tag, line)
			log.mutex.Unlock()
		}
		if err != nil && err != bufio.ErrBufferFull {
			return
		}
	}
}
