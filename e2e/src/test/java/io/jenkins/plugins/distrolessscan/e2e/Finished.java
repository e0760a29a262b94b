package io.jenkins.plugins.distrolessscan.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that has ended: its exit code, its output, its arguments as everybody on the machine could read them. */
record Finished(int exit, String out, String err, String arguments, Duration took) {

    /** Runs a process to its end; one that outlives the limit fails the test. */
    static Finished of(ProcessBuilder builder, String input, Duration limit) {
        long began = System.nanoTime();
        try {
            Process process = builder.start();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + limit + ": " + builder.command() + "\n" + out.join()
                        + "\n" + err.join());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return new Finished(process.exitValue(), out.join(), err.join(), String.join(" ", builder.command()), took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String orFail() {
        if (exit != 0) {
            throw new IllegalStateException(arguments + ": exit " + exit + ": " + err);
        }
        return out;
    }

    /** Everything that was printed. */
    String output() {
        return out + err;
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
