package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Questions to the API server that need not wait for each other's answers. */
public final class AtOnce {
    /** A priority level of an API server admits few requests of one user at a time; more would only queue there. */
    private static final int MOST = 5;

    private AtOnce() {}

    /** One question. */
    public interface Question<T> {
        T ask() throws ScanException;
    }

    /**
     * All answers, in the order of the questions.
     *
     * @throws ScanException of the first question in this order that has no answer; INTERRUPTED when the thread is
     */
    public static <T> List<T> ask(List<? extends Question<? extends T>> questions) throws ScanException {
        if (questions.isEmpty()) {
            return List.of();
        }
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(MOST, questions.size()), AtOnce::worker);
        try {
            List<Future<? extends T>> asked = new ArrayList<>();
            for (Question<? extends T> question : questions) {
                asked.add(workers.submit(question::ask));
            }
            List<T> answers = new ArrayList<>();
            for (Future<? extends T> one : asked) {
                answers.add(one.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScanException(Kind.INTERRUPTED, "The scan was stopped while it waited for the API server.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScanException expected) {
                throw expected;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "distroless-scan-question");
        thread.setDaemon(true);
        return thread;
    }
}
