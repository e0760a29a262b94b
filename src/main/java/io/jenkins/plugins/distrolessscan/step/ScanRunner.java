package io.jenkins.plugins.distrolessscan.step;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.distrolessscan.config.ClusterAccess;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.scan.Assessment;
import io.jenkins.plugins.distrolessscan.engine.scan.FactsFile;
import io.jenkins.plugins.distrolessscan.engine.scan.ScanRequest;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import io.jenkins.plugins.distrolessscan.result.ScanPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * One scan of one build, for the step and the build step alike: resolve on the controller, collect on the agent, judge
 * and store on the controller.
 */
final class ScanRunner {
    private final Run<?, ?> run;
    private final TaskListener listener;
    private final VirtualChannel channel;

    ScanRunner(Run<?, ?> run, TaskListener listener, VirtualChannel channel) {
        this.run = run;
        this.listener = listener;
        this.channel = channel;
    }

    /**
     * Runs the scan and stores what it brought.
     *
     * @param saver called before each debug container is added
     * @throws AbortException when a parameter, a cluster or a credential is wrong: nothing was attached
     */
    ScanConclusion run(ScanParameters parameters, ScanState state, Saver saver)
            throws IOException, InterruptedException {
        ScanPublisher publisher = new ScanPublisher(run, listener);
        ClusterAccess access;
        GatePolicy policy;
        String image;
        long timeoutMillis;
        try {
            parameters.check();
            publisher.checkUnused(parameters.id());
            access = ClusterAccess.of(run, parameters.requestedCluster());
            image = image(parameters, access);
            policy = parameters.policy();
            timeoutMillis = parameters.timeout().toMillis();
        } catch (ScanException e) {
            throw new AbortException(PlainText.lines(e.getMessage()));
        }
        MaskedLog log = new MaskedLog(listener, secrets(access.connection()));
        state.begin(System.currentTimeMillis(), timeoutMillis);
        long remaining = state.remainingMillis(System.currentTimeMillis());
        if (state.attempts() > 1) {
            log.say(Messages.ScanRunner_again(remaining / 1000, state.added().size()));
            if (remaining == 0 || state.attempts() > 2) {
                return notPossible(publisher, parameters, log, Messages.ScanRunner_noTimeLeft());
            }
        }
        try {
            RemoteConnection connection = new RemoteConnection(access.connection());
            RemoteRequest request = new RemoteRequest(
                    ScanRequest.newId(new SecureRandom()),
                    parameters,
                    access.namespace(),
                    image,
                    remaining,
                    Messages.ScanRunner_actor(run.getExternalizableId()),
                    ToolVersion.text(),
                    state);
            CollectedScan facts = collect(parameters.id(), state, saver, connection, request, log);
            ScanReport report = new Assessment().assess(facts, policy);
            ScanAction action = publisher.publish(parameters.id(), report);
            summary(log, report);
            return ScanConclusion.of(action, parameters);
        } catch (ScanException e) {
            if (e.kind() == ScanException.Kind.CONFIGURATION) {
                throw new AbortException(PlainText.lines(e.getMessage()));
            }
            return notPossible(publisher, parameters, log, PlainText.lines(e.getMessage()));
        }
    }

    private CollectedScan collect(
            String id, ScanState state, Saver saver, RemoteConnection connection, RemoteRequest request, MaskedLog log)
            throws ScanException, IOException, InterruptedException {
        RemoteScan.Callback callback = new SavingCallback(state, saver, log);
        RemoteScan scan = new RemoteScan(connection, request, RemoteScan.exported(callback, remoteChannel()));
        Future<RemoteScan.Answer> answer = channel.callAsync(scan);
        try {
            return FactsFile.read(answer.get().facts());
        } catch (InterruptedException e) {
            answer.cancel(true);
            EndWatch.begin(run, log, channel, connection, state.added(), id);
            throw e;
        } catch (ExecutionException e) {
            EndWatch.begin(run, log, channel, connection, state.added(), id);
            throw new ScanException(
                    ScanException.Kind.CONNECTION,
                    Messages.ScanRunner_agentFailed(
                            e.getCause() == null ? "" : e.getCause().getClass().getName()),
                    e);
        }
    }

    private static String image(ScanParameters parameters, ClusterAccess access) throws ScanException {
        if (parameters.image() != null) {
            return parameters.image();
        }
        return access.image()
                .orElseThrow(() -> new ScanException(ScanException.Kind.CONFIGURATION, Messages.ScanRunner_noImage()));
    }

    /** What must not be seen in the log. */
    private static List<String> secrets(Connection connection) {
        return Stream.of(connection.token(), connection.clientKey())
                .flatMap(Optional::stream)
                .toList();
    }

    private Channel remoteChannel() {
        return channel instanceof Channel remote ? remote : null;
    }

    private ScanConclusion notPossible(
            ScanPublisher publisher, ScanParameters parameters, MaskedLog log, String sentence) throws IOException {
        log.error(sentence);
        ScanAction action = publisher.publishNotPossible(parameters.id(), log.mask(sentence));
        return ScanConclusion.of(action, parameters);
    }

    private static void summary(MaskedLog log, ScanReport report) {
        Verdict verdict = report.verdict();
        verdict.criteria()
                .forEach(c -> log.say(
                        Messages.ScanRunner_criterion(c.name(), c.limit(), c.actual(), c.met() ? "met" : "MISSED")));
        log.say(Messages.ScanRunner_verdict(verdict.result()));
        verdict.reasons().forEach(reason -> log.say("  " + reason));
    }

    private record SavingCallback(ScanState state, Saver saver, MaskedLog log) implements RemoteScan.Callback {
        @Override
        public void say(String text) {
            log.say(text);
        }

        @Override
        public void attaching(ScanState.Added added) {
            state.add(added);
            try {
                saver.save();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes the state survive a restart. */
    @FunctionalInterface
    interface Saver {
        void save() throws IOException;
    }
}
