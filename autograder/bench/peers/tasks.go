// SPDX-License-Identifier: MIT

// The things of tasks_work.h, in Go, on one processor.  A future is a channel
// for one value, and a join is the receipt of one.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
)

func cpuNs() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

func yield(n int) {
	var all sync.WaitGroup
	for i := 0; i < 100; i++ {
		all.Add(1)
		go func() {
			for n > 0 {
				n--
				runtime.Gosched()
			}
			all.Done()
		}()
	}
	all.Wait()
}

func spawn(n int) {
	done := make(chan int)
	for i := 0; i < n; i++ {
		go func() { done <- 0 }()
		<-done
	}
}

func trip(n int) {
	there, back := make(chan int), make(chan int)
	go func() {
		for ball := range there {
			back <- ball
		}
	}()
	for i := 0; i < n; i++ {
		there <- i
		<-back
	}
	close(there)
}

func main() {
	runtime.GOMAXPROCS(1)
	things := map[string]func(int){"yield": yield, "spawn": spawn, "trip": trip}
	if len(os.Args) < 3 || things[os.Args[1]] == nil {
		os.Exit(2)
	}
	n, _ := strconv.Atoi(os.Args[2])
	things[os.Args[1]](n / 10)
	begun := cpuNs()
	things[os.Args[1]](n)
	fmt.Printf("%.2f\n", (cpuNs()-begun)/float64(n))
}
