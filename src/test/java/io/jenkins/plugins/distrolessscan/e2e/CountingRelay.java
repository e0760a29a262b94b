package io.jenkins.plugins.distrolessscan.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between an agent and its controller on this machine, and counts the bytes in each direction. */
final class CountingRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final int controller;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong toAgent = new AtomicLong();
    private final AtomicLong toController = new AtomicLong();

    /** @param controller port of the controller's HTTP server on this machine */
    CountingRelay(int controller) throws IOException {
        this.controller = controller;
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    long toAgent() {
        return toAgent.get();
    }

    long toController() {
        return toController.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket agent = listening.accept();
            Socket there = new Socket(InetAddress.getLoopbackAddress(), controller);
            threads.submit(() -> copy(agent, there, toController));
            threads.submit(() -> copy(there, agent, toAgent));
        }
    }

    private static Void copy(Socket from, Socket to, AtomicLong count) throws IOException {
        byte[] buffer = new byte[65536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
