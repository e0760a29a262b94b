package io.jenkins.plugins.distrolessscan.engine.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.distrolessscan.engine.cluster.ApiTransport.OpenReply;
import io.jenkins.plugins.distrolessscan.engine.cluster.ApiTransport.Reply;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Requests with their failures in words: repeats what may be repeated, reads answers as JSON objects. */
final class ApiCalls implements AutoCloseable {
    /** The largest pod that etcd stores is about 1.5 MiB; as JSON with escapes it stays below this. */
    static final int MAX_OBJECT_BYTES = 8 << 20;

    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final ApiTransport transport;
    private final ConnectionFailure failures;
    private final ApiRefusal refusals;
    private final Retries retries;

    ApiCalls(Connection connection, Timeouts timeouts, Retries retries, ForeignText text) throws ScanException {
        this.transport = new ApiTransport(connection, timeouts, text);
        this.failures = new ConnectionFailure(connection, transport, timeouts, text);
        this.refusals = new ApiRefusal(transport.server(), connection.token().isPresent(), text);
        this.retries = retries;
    }

    ApiTransport transport() {
        return transport;
    }

    Retries retries() {
        return retries;
    }

    /** The object that a successful answer holds. */
    ApiJson object(ApiRequest request) throws ScanException {
        return parse(request, send(request, MAX_OBJECT_BYTES));
    }

    ApiJson parse(ApiRequest request, Reply reply) throws ScanException {
        if (!reply.successful()) {
            throw refusals.explain(request, reply);
        }
        try {
            ApiJson node = ApiJson.parse(reply.body());
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Its message repeats the server's bytes.
        } catch (IOException e) {
            throw failures.explain(request.doing(), e);
        }
        throw refusals.notUnderstood(request);
    }

    /** An answer of any status; a request that stores nothing is repeated when that may help. */
    Reply send(ApiRequest request, int maxBytes) throws ScanException {
        for (int attempt = 0; ; attempt++) {
            boolean last = !request.repeatable() || attempt + 1 >= retries.attempts();
            Optional<Reply> reply = once(request, maxBytes, last);
            if (reply.isPresent() && (last || !mayHelpToRepeat(reply.get()))) {
                return reply.get();
            }
            pause(attempt, reply);
        }
    }

    /**
     * One try.
     *
     * @param last whether a broken connection is the end
     * @return empty when the connection broke, so that it is not known whether the server acted
     */
    Optional<Reply> once(ApiRequest request, int maxBytes, boolean last) throws ScanException {
        try {
            return Optional.of(transport.send(request, maxBytes));
        } catch (IOException e) {
            if (last || !ConnectionFailure.isBroken(e)) {
                throw failures.explain(request.doing(), e);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * An answer to be read while it comes. As nothing of it was read yet, a busy server or a broken connection is asked
     * again.
     *
     * @return empty when the server answers 400, or the node behind it 404, with one of these texts
     */
    Optional<InputStream> open(ApiRequest request, String... notYet) throws ScanException {
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt + 1 >= retries.attempts();
            Opened opened = openOnce(request, last, notYet);
            if (!opened.again()) {
                return opened.body();
            }
            pause(attempt, Optional.empty());
        }
    }

    /** The same without asking again; empty when the connection broke or the server is busy. */
    Optional<InputStream> openOnce(ApiRequest request) throws ScanException {
        return openOnce(request, false).body();
    }

    /** @param again whether the answer was none that counts: the server was busy, or the connection broke */
    private record Opened(Optional<InputStream> body, boolean again) {}

    private Opened openOnce(ApiRequest request, boolean last, String... notYet) throws ScanException {
        try {
            OpenReply reply = transport.open(request);
            if (reply.code() == 200) {
                return new Opened(Optional.of(reply.body()), false);
            }
            byte[] body;
            try (InputStream stream = reply.body()) {
                body = stream.readNBytes(MAX_ERROR_BYTES);
            }
            Reply refused = new Reply(reply.code(), body, Optional.empty());
            String message = refusals.status(refused).message();
            for (String text : notYet) {
                if ((reply.code() == 400 || reply.code() == 404) && message.contains(text)) {
                    return new Opened(Optional.empty(), false);
                }
            }
            if (!last && mayHelpToRepeat(refused)) {
                return new Opened(Optional.empty(), true);
            }
            throw refusals.explain(request, refused);
        } catch (IOException e) {
            if (!last && ConnectionFailure.isBroken(e)) {
                return new Opened(Optional.empty(), true);
            }
            throw failures.explain(request.doing(), e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** The server's Status of an answer that is no success. */
    ApiRefusal.Status status(Reply reply) {
        return refusals.status(reply);
    }

    void pause(int attempt, Optional<Reply> reply) throws ScanException {
        try {
            retries.pause(attempt, reply.flatMap(Reply::retryAfter));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** A conflict is none of these: the object has to be read again first. */
    static boolean mayHelpToRepeat(Reply reply) {
        return reply.code() == 429 || reply.code() >= 500;
    }

    private static ScanException interrupted() {
        Thread.currentThread().interrupt();
        return new ScanException(Kind.INTERRUPTED, "The scan was stopped while it waited for the API server.");
    }

    @Override
    public void close() {
        transport.close();
    }
}
