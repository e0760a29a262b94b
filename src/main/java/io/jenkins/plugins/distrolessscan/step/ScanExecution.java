package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A scan in a Pipeline. It works on a thread of its own, so that {@link #stop} answers at once, and it remembers what it
 * has added to the cluster, so that a restart of Jenkins is survived: the scan is done once more within the time of the
 * first attempt, or ends incomplete.
 */
final class ScanExecution extends StepExecution {
    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(ScanExecution.class.getName());
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            new NamingThreadFactory(new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "distrolessScan"));

    private static final Duration AWAIT_AGENT = Duration.ofMinutes(5);

    private final DistrolessScanStep step;
    private final ScanState state = new ScanState();
    private transient volatile Future<?> task;
    private transient volatile boolean stopped;
    private transient ScanRunner runner;

    ScanExecution(StepContext context, DistrolessScanStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() {
        begin();
        return false;
    }

    @Override
    public void onResume() {
        begin();
    }

    private synchronized void begin() {
        if (stopped) {
            return;
        }
        org.springframework.security.core.Authentication who = Jenkins.getAuthentication2();
        task = THREADS.submit(() -> {
            try (ACLContext ignored = ACL.as2(who)) {
                work();
            }
        });
    }

    private void work() {
        try {
            VirtualChannel channel = channel();
            conclude(runner().in(workspace()).run(channel, ScanParameters.of(step), state, this::save));
        } catch (Throwable failure) {
            if (!stopped && !Jenkins.get().isTerminating()) {
                getContext().onFailure(failure);
            }
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The workspace; null when the agent is gone, which is told by the scan and no fault of its own. */
    @CheckForNull
    private FilePath workspace() throws InterruptedException {
        try {
            return getContext().get(FilePath.class);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "there is no workspace", e);
            return null;
        }
    }

    private synchronized ScanRunner runner() throws IOException, InterruptedException {
        if (runner == null) {
            runner = new ScanRunner(getContext().get(Run.class), getContext().get(TaskListener.class));
        }
        return runner;
    }

    /** The agent's channel, after a restart awaited for a while; null when the agent did not come back. */
    @CheckForNull
    private VirtualChannel channel() throws InterruptedException {
        long until = System.nanoTime() + AWAIT_AGENT.toNanos();
        VirtualChannel channel = channelNow();
        while (channel == null && state.attempts() > 0 && System.nanoTime() < until) {
            Thread.sleep(1_000);
            channel = channelNow();
        }
        return channel;
    }

    @CheckForNull
    private VirtualChannel channelNow() throws InterruptedException {
        try {
            Launcher launcher = getContext().get(Launcher.class);
            return launcher == null ? null : launcher.getChannel();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "there is no agent", e);
            return null;
        }
    }

    private void conclude(ScanConclusion conclusion) throws IOException, InterruptedException {
        if (stopped) {
            return;
        }
        if (conclusion.fails()) {
            getContext().onFailure(new AbortException(conclusion.message()));
            return;
        }
        if (conclusion.stage() != null) {
            conclusion.apply(getContext().get(Run.class));
            FlowNode node = getContext().get(FlowNode.class);
            node.addOrReplaceAction(new WarningAction(conclusion.stage()).withMessage(conclusion.message()));
        }
        getContext().onSuccess(conclusion.value());
    }

    /** Called before each debug container is added; when the state cannot be saved, nothing is added. */
    private void save() throws IOException {
        try {
            getContext().saveState().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the state of the scan was saved", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException("the state of the scan could not be saved", e);
        }
    }

    /**
     * Ends the step at once, with a record of what was added. What is in the pods ends by itself; that is verified in the
     * background. A result that is being stored at this moment is stored all the same.
     */
    @Override
    public void stop(@NonNull Throwable cause) {
        stopped = true;
        try {
            if (runner().abort(ScanParameters.of(step).id(), state, agentGone())) {
                cancel();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "an aborted scan could not be recorded", e);
            cancel();
        } finally {
            getContext().onFailure(cause);
        }
    }

    /** After a restart {@code node} stops its body when the agent does not come back. */
    private boolean agentGone() throws IOException, InterruptedException {
        Computer agent = getContext().get(Computer.class);
        return agent == null || agent.getChannel() == null;
    }

    private synchronized void cancel() {
        if (task != null && !task.cancel(true)) {
            LOGGER.log(Level.FINE, "the scan had ended already");
        }
    }

    @Override
    public String getStatus() {
        return stopped ? "stopped" : "scanning";
    }
}
