package io.jenkins.plugins.distrolessscan.demo;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A running demo cluster: an HTTPS Kubernetes API on 127.0.0.1 with the namespace {@code shop}, and one token that it
 * accepts. All of its threads are daemons; nothing is written. Its state is in memory and ends with it.
 */
public final class DemoCluster implements AutoCloseable {
    /** The namespace of the sample pods, and of the account that the token is for. */
    public static final String NAMESPACE = SampleShop.NAMESPACE;

    /** The one image that the demo cluster admits. There is no such image; its node is played. */
    public static final String IMAGE = "registry.example/distroless-scan-probe@sha256:" + "de30".repeat(16);

    /** How long a token is accepted unless told otherwise. */
    public static final Duration TOKEN_LIFETIME = Duration.ofMinutes(15);

    private static final int THREADS = 32;

    private final HttpsServer server;
    private final ExecutorService workers;
    private final DemoToken token;
    private final String authority;

    private DemoCluster(HttpsServer server, ExecutorService workers, DemoToken token, String authority) {
        this.server = server;
        this.workers = workers;
        this.token = token;
        this.authority = authority;
    }

    /** Starts one on a free port, with a token of {@link #TOKEN_LIFETIME}. */
    public static DemoCluster start() throws IOException {
        return start(0, TOKEN_LIFETIME);
    }

    /**
     * Starts one.
     *
     * @param port 0 for a free one
     * @param tokenLifetime how long the token is accepted
     * @throws IOException when the port cannot be had
     */
    public static DemoCluster start(int port, Duration tokenLifetime) throws IOException {
        return start(port, tokenLifetime, Clock.systemUTC());
    }

    /** Starts one on a free port with so many equal replicas of the pod {@code checkout}. */
    public static DemoCluster startWith(int replicas) throws IOException {
        return start(0, TOKEN_LIFETIME, Clock.systemUTC(), replicas);
    }

    /**
     * The same with so many equal replicas of the pod {@code checkout}. With more than one its account may read that Deployment, so
     * that a scan can name one.
     */
    public static DemoCluster start(int port, Duration tokenLifetime, int replicas) throws IOException {
        return start(port, tokenLifetime, Clock.systemUTC(), replicas);
    }

    /**
     * Starts one on a free port whose probes take their time, so that something can happen in between.
     *
     * @param probeRuns how long each of them runs
     */
    public static DemoCluster startSlow(Duration probeRuns) throws IOException {
        Clock clock = Clock.systemUTC();
        return start(0, TOKEN_LIFETIME, clock, new SampleShop(clock, 1, probeRuns), new DemoRole(false));
    }

    static DemoCluster start(int port, Duration tokenLifetime, Clock clock) throws IOException {
        return start(port, tokenLifetime, clock, 1);
    }

    private static DemoCluster start(int port, Duration tokenLifetime, Clock clock, int replicas) throws IOException {
        return start(port, tokenLifetime, clock, new SampleShop(clock, replicas), new DemoRole(replicas > 1));
    }

    private static DemoCluster start(int port, Duration tokenLifetime, Clock clock, SampleShop shop, DemoRole role)
            throws IOException {
        SecureRandom random = new SecureRandom();
        DemoCertificate certificate =
                new DemoCertificate(random, clock.instant(), tokenLifetime.plus(Duration.ofDays(1)));
        DemoToken token = new DemoToken(random, clock.instant(), tokenLifetime);
        HttpsServer server = HttpsServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        server.createContext("/", new ApiServer(token, shop, role, clock, random));
        ExecutorService workers = new ThreadPoolExecutor(
                0,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DemoCluster::daemon,
                new ThreadPoolExecutor.CallerRunsPolicy());
        server.setExecutor(workers);
        // The server's own thread takes after the one that starts it.
        Thread starter = daemon(server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new DemoCluster(server, workers, token, certificate.authorityPem());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "distroless-scan-demo");
        thread.setDaemon(true);
        return thread;
    }

    /** The API server's URL. */
    public String server() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The token that it accepts. */
    public String token() {
        return token.text();
    }

    /** PEM text of the certificate authority to trust. */
    public String caCertificate() {
        return authority;
    }

    /** How to reach it. */
    public Connection connection() {
        return new Connection(
                server(),
                Optional.of(authority),
                Optional.of(token.text()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NAMESPACE),
                Optional.empty());
    }

    /** A kubeconfig with the token inside. */
    public String kubeconfig() {
        return """
            apiVersion: v1
            kind: Config
            current-context: distroless-scan-demo
            clusters:
              - name: distroless-scan-demo
                cluster:
                  server: %s
                  certificate-authority-data: %s
            users:
              - name: scanner
                user:
                  token: %s
            contexts:
              - name: distroless-scan-demo
                context:
                  cluster: distroless-scan-demo
                  user: scanner
                  namespace: %s
            """.formatted(
                        server(),
                        Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII)),
                        token.text(),
                        NAMESPACE);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    @Override
    public String toString() {
        return "DemoCluster[" + server() + ", " + token + "]";
    }
}
