package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** An HTTPS server of sockets, so that it can be as wrong as a test wants: cut, wait, lie, never end. */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** A request as it came in. */
    public record Request(String method, String path, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Writes the answer, or does not. An exception closes the connection. */
    public interface Script {
        void answer(Request request, Wire wire) throws Exception;
    }

    /** The connection's own side of an answer. */
    public record Wire(OutputStream out, Socket socket) {
        public void json(int code, String body) throws IOException {
            send(code, "Content-Type: application/json\r\n", body);
        }

        public void status(int code, String reason, String message) throws IOException {
            json(
                    code,
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"" + reason
                            + "\",\"message\":\""
                            + message.replace("\\", "\\\\")
                                    .replace("\"", "\\\"")
                                    .replace("\n", "\\n")
                            + "\",\"details\":{\"name\":\"x\"},\"code\":" + code + "}");
        }

        void send(int code, String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + code + " X\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n");
            out.write(bytes);
            out.flush();
        }

        void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void chunk(String text) throws IOException {
            raw(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
        }
    }

    public ScriptedServer(SSLContext tls, Script script) throws IOException {
        this(tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), script);
    }

    ScriptedServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
        start("accept", this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    public String url() {
        return "https://127.0.0.1:" + port();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    int openConnections() {
        return open.size();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "scripted-server " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                start("connection", () -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Optional<Request> request;
            while ((request = read(in)).isPresent()) {
                requests.add(request.get());
                script.answer(request.get(), new Wire(connection.getOutputStream(), connection));
            }
        } catch (Exception e) {
            // A connection that breaks is what many tests are about.
        } finally {
            open.remove(connection);
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        String line;
        while (!(line = line(in)).isEmpty()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = first.split(" ");
        return Optional.of(new Request(words[0], words[1], headers, body));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) >= 0 && c != '\n') {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : new ArrayList<>(open)) {
            connection.close();
        }
    }
}
