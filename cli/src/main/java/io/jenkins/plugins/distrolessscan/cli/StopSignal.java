package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.collect.Progress;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happens when the process is told to end while it scans (Ctrl-C, SIGTERM): nothing more is attached, and the debug
 * containers that were added are named, because nobody else knows of them. The exit code is that of a stopped scan.
 */
final class StopSignal implements Progress, AutoCloseable {
    private final Consumer<String> lines;
    private final PrintWriter err;
    private final List<Attachment> added = new ArrayList<>();
    private final Thread hook = new Thread(this::stopped, "distroless-scan-stop");
    private boolean over;

    private StopSignal(Consumer<String> lines, PrintWriter err) {
        this.lines = lines;
        this.err = err;
    }

    /**
     * From now until it is closed.
     *
     * @param lines takes the scan's lines for a person
     * @param err takes what is said when the scan is stopped
     */
    static StopSignal watch(Consumer<String> lines, PrintWriter err) {
        StopSignal signal = new StopSignal(lines, err);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    @Override
    public void say(String text) {
        lines.accept(text);
    }

    @Override
    public synchronized void attaching(Attachment attachment) {
        try {
            while (over) {
                wait(); // For the end of the process, which is a moment away.
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("The process is ending.", e);
        }
        added.add(attachment);
    }

    private void stopped() {
        err.println("distroless-scan: " + PlainText.lines(sentence()));
        err.flush();
        // The exit code of a signal would be the shell's; this one is the program's own (scan not possible).
        Runtime.getRuntime().halt(ScanException.Kind.INTERRUPTED.exitCode());
    }

    /** Ends the adding, and says what was added. */
    synchronized String sentence() {
        over = true;
        StringBuilder text = new StringBuilder("stopped before the report was there.");
        if (added.isEmpty()) {
            text.append(" Nothing was attached.");
        }
        for (Attachment one : added) {
            text.append(" The debug container ")
                    .append(one.container())
                    .append(" in ")
                    .append(one.namespace())
                    .append('/')
                    .append(one.pod())
                    .append(" ends by itself, at the latest at ")
                    .append(one.endsBy().truncatedTo(ChronoUnit.SECONDS))
                    .append('.');
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is at work, and has the last word.
        }
    }
}
