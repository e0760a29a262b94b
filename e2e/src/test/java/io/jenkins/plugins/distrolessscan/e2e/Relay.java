package io.jenkins.plugins.distrolessscan.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to the API server that can be cut: it passes bytes on and reads none of them. */
final class Relay implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    Relay() {
        try {
            listening = new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        background(this::accept);
    }

    /** The server's URL by this way. */
    String server() {
        return "https://127.0.0.1:" + listening.getLocalPort();
    }

    /** Ends every connection, and each new one at once, for so long. */
    void cut(long millis) {
        cut();
        TestNamespace.pause(millis);
        down = false;
    }

    /** Ends every connection, and each new one at once, for good. */
    void cut() {
        down = true;
        open.forEach(Relay::end);
    }

    private void accept() {
        URI server = URI.create(TestCluster.server());
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (down) {
                    end(client);
                    continue;
                }
                Socket api = new Socket(server.getHost(), server.getPort());
                open.add(client);
                open.add(api);
                background(() -> pass(client, api));
                background(() -> pass(api, client));
            } catch (IOException e) {
                // It was closed, or the server is away: the next one is tried.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side ended it.
        } finally {
            end(from);
            end(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Relay::end);
    }
}
