package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;

/**
 * Knows the calls whose answer is still being read, to end them: the HTTP client itself forgets a call as soon as its
 * headers are there, so closing it would leave a followed log, and the thread that waits for it, behind. Remembers the
 * TLS handshake as well.
 */
final class OpenCalls extends EventListener {
    private final Set<Call> open = ConcurrentHashMap.newKeySet();
    private volatile Optional<Handshake> handshake = Optional.empty();
    private volatile boolean ended;

    Optional<Handshake> handshake() {
        return handshake;
    }

    void endAll() {
        ended = true;
        open.forEach(Call::cancel);
    }

    @Override
    public void callStart(Call call) {
        open.add(call);
        if (ended) {
            call.cancel();
        }
    }

    @Override
    public void callEnd(Call call) {
        open.remove(call);
    }

    @Override
    public void callFailed(Call call, IOException failure) {
        open.remove(call);
    }

    @Override
    public void secureConnectEnd(Call call, Handshake made) {
        handshake = Optional.ofNullable(made);
    }
}
