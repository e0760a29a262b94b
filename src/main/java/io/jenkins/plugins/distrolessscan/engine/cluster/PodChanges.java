package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One pod's states as they come, by a watch. It tells sooner than asking, and ends at any time: whoever follows it asks
 * when it has ended. A thread of its own reads, since a read cannot be interrupted; it ends with {@link #close}.
 */
public final class PodChanges implements AutoCloseable {
    private static final Set<String> STATES = Set.of("ADDED", "MODIFIED");

    /** States that wait to be looked at; the server's next ones wait behind the connection. */
    private static final int MOST_WAITING = 10;

    private final InputStream in;
    private final PodReader reader;
    /** Empty is the end. */
    private final BlockingQueue<Optional<PodFacts>> states = new LinkedBlockingQueue<>(MOST_WAITING);

    private final Thread thread = new Thread(this::read, "distroless-scan-watch");
    private boolean ended;

    private PodChanges(InputStream in, PodReader reader) {
        this.in = new BufferedInputStream(in);
        this.reader = reader;
    }

    static PodChanges of(InputStream in, PodReader reader) {
        PodChanges changes = new PodChanges(in, reader);
        changes.thread.setDaemon(true);
        changes.thread.start();
        return changes;
    }

    /**
     * Waits for the next state.
     *
     * @return empty when the time is over, or when there will be none ({@link #ended})
     */
    public Optional<PodFacts> next(Duration atMost) throws InterruptedException {
        if (ended) {
            return Optional.empty();
        }
        Optional<PodFacts> state = states.poll(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
        ended = state != null && state.isEmpty();
        return state == null ? Optional.empty() : state;
    }

    /** Nothing more will be told, whatever the cause: the pod is gone, the watch too old, the connection cut. */
    public boolean ended() {
        return ended;
    }

    private void read() {
        try {
            Optional<PodFacts> state;
            do {
                state = event();
                states.put(state);
            } while (state.isPresent());
        } catch (InterruptedException e) {
            // Closed: nobody looks any more.
        }
    }

    private Optional<PodFacts> event() {
        try {
            for (Optional<byte[]> line = line(); line.isPresent(); line = line()) {
                ApiJson event = ApiJson.parse(line.get());
                String type = event.path("type").asText("");
                if (STATES.contains(type)) {
                    return Optional.of(reader.read(event.path("object")));
                }
                if (!type.equals("BOOKMARK")) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            // Cut, closed, or not to be understood: what it would have said is asked for.
        }
        return Optional.empty();
    }

    private Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0 || bytes.size() >= ApiCalls.MAX_OBJECT_BYTES) {
                return Optional.empty();
            }
            bytes.write(one);
        }
        return Optional.of(bytes.toByteArray());
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            in.close();
        } catch (IOException e) {
            // Nothing more comes from it either way.
        }
    }
}
