package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Authenticator;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Sends one request to the API server and reads its answer, bounded in time and size.
 *
 * <p>It is the HTTP client of fabric8, built without a {@code Config}: with one, even an empty one, fabric8 follows
 * redirects, repeats any request up to ten times, looks for a new token after a 401, reads a system property for one of
 * its interceptors and adds the JVM's certificate authorities to the given one. Nothing here reads the environment.
 */
final class ApiTransport implements AutoCloseable {
    private final ServerAddress server;
    private final Optional<String> token;
    private final Timeouts timeouts;
    private final TlsMaterial tls;
    private final Pace pace = Pace.system();
    private final OpenCalls calls = new OpenCalls();
    private final HttpClient client;
    private volatile Duration ahead;

    ApiTransport(Connection connection, Timeouts timeouts, ForeignText text) throws ScanException {
        this.server = ServerAddress.of(connection.server());
        this.token = connection.token();
        this.timeouts = timeouts;
        this.tls = TlsMaterial.of(connection, text);
        Optional<ProxyAddress> proxy = connection.proxy().isPresent()
                ? Optional.of(ProxyAddress.of(connection.proxy().get()))
                : Optional.empty();
        // fabric8 repeats requests, a PATCH too, unless it is told not to; what is repeated is decided in one place.
        RequestConfig once =
                new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
        HttpClient.Factory factory = new Factory(proxy);
        HttpClient.Builder builder = factory.newBuilder();
        builder.tag(once);
        this.client = builder.build();
    }

    /** An answer: at most the asked number of bytes, or an {@link AnswerTooLarge}. */
    record Reply(int code, byte[] body, Optional<Duration> retryAfter) {
        boolean successful() {
            return code >= 200 && code < 300;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** An answer whose body is still to be read; the reader closes it. */
    record OpenReply(int code, InputStream body) {}

    /** An answer with more bytes than were allowed. */
    static final class AnswerTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        AnswerTooLarge(int limit) {
            super("the answer is larger than " + limit + " bytes");
        }
    }

    ServerAddress server() {
        return server;
    }

    ServerTrust trust() {
        return tls.trust();
    }

    OpenCalls calls() {
        return calls;
    }

    /** How far the server's clock is ahead of this machine's, by its last answer; empty before one told the time. */
    Optional<Duration> ahead() {
        return Optional.ofNullable(ahead);
    }

    /** The server's time is of whole seconds, and of somewhere between asking and the answer. */
    private void compareClocks(Instant asked, HttpResponse<?> response) {
        String date = response.header("Date");
        if (date == null || date.length() > 64) {
            return;
        }
        try {
            Instant told = DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(date, Instant::from)
                    .plusMillis(500);
            ahead = Duration.between(
                    asked.plus(Duration.between(asked, pace.now()).dividedBy(2)), told);
        } catch (DateTimeException e) {
            // No time that can be read: nothing is known.
        }
    }

    Reply send(ApiRequest request, int maxBytes) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = await(request, timeouts.call());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new AnswerTooLarge(maxBytes);
            }
            return new Reply(response.code(), bytes, retryAfter(response.header("Retry-After")));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    OpenReply open(ApiRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = await(request, timeouts.follow());
        return new OpenReply(response.code(), response.body());
    }

    private HttpResponse<InputStream> await(ApiRequest request, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder = client.newHttpRequestBuilder()
                .uri(server.resolve(request.path()))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .header("Accept", "application/json")
                .header("User-Agent", "distroless-scan");
        token.ifPresent(t -> builder.header("Authorization", "Bearer " + t));
        request.body().ifPresent(b -> builder.method(request.method(), request.contentType(), b));
        CompletableFuture<HttpResponse<InputStream>> future = client.sendAsync(builder.build(), InputStream.class);
        Instant asked = pace.now();
        try {
            HttpResponse<InputStream> response = future.get();
            compareClocks(asked, response);
            return response;
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (CancellationException e) {
            throw new InterruptedIOException("cancelled");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        }
    }

    private static Optional<Duration> retryAfter(String header) {
        if (header == null || !header.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }

    @Override
    public void close() {
        calls.endAll();
        client.close();
    }

    private final class Factory extends OkHttpClientFactory {
        private final Optional<ProxyAddress> proxy;

        Factory(Optional<ProxyAddress> proxy) {
            this.proxy = proxy;
        }

        @Override
        protected Dispatcher initDispatcher() {
            AtomicInteger number = new AtomicInteger();
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                        Thread thread = new Thread(task, "distroless-scan api " + number.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            Dispatcher dispatcher = new Dispatcher(threads);
            dispatcher.setMaxRequests(256);
            dispatcher.setMaxRequestsPerHost(256);
            return dispatcher;
        }

        /** Comes last, so nothing that fabric8 sets by default is left standing. */
        @Override
        protected void additionalConfig(OkHttpClient.Builder builder) {
            builder.followRedirects(false)
                    .followSslRedirects(false)
                    .retryOnConnectionFailure(false)
                    .connectTimeout(timeouts.connect())
                    .readTimeout(Duration.ZERO)
                    .writeTimeout(timeouts.call())
                    // One connection per open call: a cancelled log then closes its socket and nothing else.
                    .protocols(List.of(Protocol.HTTP_1_1))
                    // TLS 1.2 and 1.3, and no spec for clear text.
                    .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                    .sslSocketFactory(tls.sockets(), tls.trust())
                    .socketFactory(new PlainSockets())
                    .authenticator(Authenticator.NONE)
                    .proxyAuthenticator(Authenticator.NONE)
                    .eventListener(calls)
                    .addNetworkInterceptor(chain -> withoutRepetition(chain.proceed(chain.request())));
            builder.proxy(proxy.map(ProxyAddress::proxy).orElse(java.net.Proxy.NO_PROXY));
            proxy.flatMap(ProxyAddress::login)
                    .ifPresent(login -> builder.proxyAuthenticator((route, response) -> offer(login, response)));
        }

        /** The HTTP client repeats a request by itself on 503 with {@code Retry-After: 0}. */
        private Response withoutRepetition(Response response) {
            return "0".equals(response.header("Retry-After"))
                    ? response.newBuilder().header("Retry-After", "1").build()
                    : response;
        }

        private okhttp3.Request offer(ProxyAddress.Login login, Response response) {
            if (response.request().header("Proxy-Authorization") != null) {
                return null; // it was offered and refused
            }
            return response.request()
                    .newBuilder()
                    .header("Proxy-Authorization", Credentials.basic(login.name(), login.password()))
                    .build();
        }
    }
}
