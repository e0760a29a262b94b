package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.distrolessscan.config.ClusterAccess;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.config.VulnerabilityDataConfiguration;
import io.jenkins.plugins.distrolessscan.engine.assess.Assessment;
import io.jenkins.plugins.distrolessscan.engine.assess.Assumptions;
import io.jenkins.plugins.distrolessscan.engine.assess.GateStage;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.assess.TypeOrder;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.difference.Scope;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.gate.Waiver;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.report.CriterionWords;
import io.jenkins.plugins.distrolessscan.engine.report.DifferenceWords;
import io.jenkins.plugins.distrolessscan.engine.report.WaiverWords;
import io.jenkins.plugins.distrolessscan.engine.store.FactsFile;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import io.jenkins.plugins.distrolessscan.result.ScanPublisher;
import io.jenkins.plugins.distrolessscan.step.RegisteredContainer.ScanOrigin;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * One scan of one build, for the step and the build step alike: resolve on the controller, collect on the agent, judge
 * and store on the controller. An abort may come at any moment from another thread; whichever of the two is first to
 * have the last word records the scan, so that there is one record and never none.
 */
final class ScanRunner {
    private static final Logger LOGGER = Logger.getLogger(ScanRunner.class.getName());

    /** A scan that is done once more needs so long to end well; with less it would only leave a record in the pod. */
    private static final long LEAST_MILLIS = 15_000;

    private static final ScanPlaces PLACES =
            new ScanPlaces(() -> DistrolessScanGlobalConfiguration.get().getMaxScans());

    private final Run<?, ?> run;
    private final TaskListener listener;
    private final AtomicBoolean lastWord = new AtomicBoolean();
    private volatile Running running;
    private FilePath workspace;
    private boolean inPipeline;

    ScanRunner(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /** Where the files go that a build wants in its workspace; may be null. */
    ScanRunner in(@CheckForNull FilePath folder) {
        workspace = folder;
        return this;
    }

    /**
     * Runs the scan and stores what it brought.
     *
     * @param channel the agent; null when it is gone
     * @param saver called before each debug container is added; null for a build that is not resumed after a restart, which
     *     then keeps a record that the scan has begun
     * @throws AbortException when a parameter, a cluster or a credential is wrong: nothing was attached
     * @throws InterruptedException when the scan was aborted: the abort has recorded it
     */
    ScanConclusion run(VirtualChannel channel, ScanParameters parameters, ScanState state, @CheckForNull Saver saver)
            throws IOException, InterruptedException {
        inPipeline = saver != null;
        ScanPublisher publisher = new ScanPublisher(run, listener);
        ClusterAccess access;
        GatePolicy policy;
        List<Waiver> waivers;
        UnaryOperator<Stages> data;
        Assumptions assumptions;
        long timeoutMillis;
        try {
            parameters.check();
            if (state.attempts() == 0) {
                publisher.checkUnused(parameters.id());
            }
            access = ClusterAccess.of(run, parameters.requestedCluster());
            GateTexts gates = parameters.gates();
            gates.read(workspace, state);
            boolean trusted = !gates.ofWorkspace() || BranchTrust.isTrusted(run, listener);
            policy = gates.policy(state, trusted);
            waivers = gates.waivers(state, trusted);
            data = VulnerabilityDataConfiguration.get()
                    .additions(line -> LOGGER.fine(() -> "vulnerability data: " + line));
            assumptions = new EarlierBuilds(run).assumptions(parameters, access);
            timeoutMillis = parameters.timeout().toMillis();
        } catch (ScanException e) {
            String sentence = PlainText.lines(e.getMessage());
            if (state.added().isEmpty()) {
                throw new AbortException(sentence);
            }
            // After a restart: what was added before it must not be forgotten.
            return notPossible(publisher, parameters, state, new MaskedLog(listener, List.of()), sentence);
        }
        MaskedLog log = new MaskedLog(listener, secrets(access.connection()));
        state.begin(System.currentTimeMillis(), timeoutMillis);
        long remaining = state.remainingMillis(System.currentTimeMillis());
        if (state.attempts() > 1) {
            log.say(Messages.ScanRunner_again(remaining / 1000, state.added().size()));
            if (state.attempts() > 2) {
                return notPossible(publisher, parameters, state, log, Messages.ScanRunner_secondRestart());
            }
            if (remaining < LEAST_MILLIS) {
                return notPossible(publisher, parameters, state, log, Messages.ScanRunner_noTimeLeft());
            }
        }
        if (channel == null) {
            return notPossible(
                    publisher,
                    parameters,
                    state,
                    log,
                    Messages.ScanRunner_agentGone(state.added().size()));
        }
        if (!takePlace(parameters.id(), state, remaining, log)) {
            return notPossible(publisher, parameters, state, log, Messages.ScanRunner_noPlace());
        }
        try {
            remaining = state.remainingMillis(System.currentTimeMillis());
            RemoteConnection connection = new RemoteConnection(access.connection());
            RemoteRequest request = new RemoteRequest(
                    ScanRequest.newId(new SecureRandom()),
                    parameters,
                    assumptions,
                    access,
                    remaining,
                    Messages.ScanRunner_actor(run.getExternalizableId()),
                    ToolVersion.text(),
                    state);
            ScanOrigin origin = new ScanOrigin(
                    run.getParent().getFullName(),
                    run.getNumber(),
                    parameters.id(),
                    access.cluster().orElse(""),
                    access.connection().server(),
                    access.connection().caCertificate().orElse(""),
                    access.credentialsId(),
                    node(channel),
                    access.image());
            Saver kept = saver != null ? saver : () -> publisher.begin(parameters.id(), EndWatch.names(state.added()));
            CollectedScan facts = collect(channel, parameters.id(), state, kept, connection, request, origin, log);
            String scope = Scope.of(
                    parameters.id(),
                    facts.scan().server(),
                    facts.scan().namespace(),
                    facts.scan().selection());
            ReferenceSearch.Found reference = new BuildReference(run, scope).find(parameters);
            ScanReport report =
                    assess(facts, data, assumptions, new GateStage(policy, waivers, reference, new TypeOrder()));
            claim();
            forgetEnded(facts);
            summary(log, report);
            ScanAction action = publisher.publish(parameters.id(), scope, report, parameters.archive());
            ScanConclusion conclusion = ScanConclusion.of(action, parameters, log::mask);
            if (!repeated(conclusion)) {
                report.verdict().reasons().forEach(reason -> log.say("  " + reason));
            }
            String page = run.getUrl() + action.getUrlName();
            action.getGates().stream()
                    .filter(gate -> !gate.isMet())
                    .forEach(gate -> log.link(Messages.ScanRunner_rows(gate.name()), gate.address(page)));
            if (parameters.workspaceFolder() != null) {
                if (workspace == null) {
                    throw new AbortException(Messages.ScanRunner_workspaceMissing());
                }
                publisher.toWorkspace(report, workspace.child(parameters.workspaceFolder()));
            }
            log.link(Messages.ScanRunner_page(), page);
            return conclusion;
        } catch (ScanException e) {
            if (e.kind() == ScanException.Kind.CONFIGURATION && state.added().isEmpty()) {
                throw new AbortException(log.mask(PlainText.lines(e.getMessage())));
            }
            return notPossible(publisher, parameters, state, log, PlainText.lines(e.getMessage()));
        } finally {
            PLACES.giveBack();
        }
    }

    private boolean takePlace(String id, ScanState state, long remaining, MaskedLog log)
            throws IOException, InterruptedException {
        try {
            return PLACES.take(remaining, () -> log.say(Messages.ScanRunner_waits()));
        } catch (InterruptedException e) {
            // A build step is stopped by this alone.
            abort(id, state, false);
            throw e;
        }
    }

    /** Those that the kubelet has seen to end; the others stay registered, and are looked for later. */
    private static void forgetEnded(CollectedScan facts) {
        for (Observation observation : facts.observations()) {
            Optional<Observation.DebugContainer> added = observation.debugContainer();
            if (added.isPresent() && added.get().terminated()) {
                ContainerRegister.get()
                        .remove(observation.target().podUid(), added.get().name());
            }
        }
        RegisterWatch.soon();
    }

    private static String node(VirtualChannel channel) {
        return channel instanceof Channel remote ? Util.fixNull(remote.getName()) : "";
    }

    /** What an agent brought may be anything; a fault in reading it is no reason to lose the record of the scan. */
    private static ScanReport assess(
            CollectedScan facts, UnaryOperator<Stages> data, Assumptions assumptions, GateStage gates)
            throws ScanException {
        try {
            Stages stages = Stages.standard(GatePolicy.none()).judgedBy(gates).assuming(assumptions);
            return new Assessment(data.apply(stages)).assess(facts);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "the facts of a scan could not be judged", e);
            throw new ScanException(ScanException.Kind.UNSUPPORTED, Messages.ScanRunner_notJudged(), e);
        }
    }

    /**
     * Ends the scan at once: what it has added is recorded as not verified yet, and its end is looked for in the
     * background.
     *
     * @param agentGone whether the agent is lost, which is why the scan ends: it is incomplete then, and nobody can look
     * @return false when the scan's own result is being stored already; that is left to finish
     */
    boolean abort(String id, ScanState state, boolean agentGone) throws IOException {
        if (!lastWord.compareAndSet(false, true)) {
            return false;
        }
        List<ScanState.Added> added = state.close();
        if (state.attempts() == 0) {
            return true;
        }
        ScanPublisher publisher = new ScanPublisher(run, listener);
        if (agentGone) {
            String sentence = Messages.ScanRunner_agentGone(added.size());
            listener.error("[distrolessScan] " + sentence);
            publisher.publishNotPossible(id, sentence, EndWatch.notSeen(added));
            return true;
        }
        ScanAction action = publisher.publishAborted(id, EndWatch.notVerified(added));
        Running scan = running;
        if (scan != null) {
            scan.answer().cancel(true);
            if (!added.isEmpty()) {
                scan.log().say(Messages.EndWatch_begin(added.size()));
                EndWatch.begin(run.getExternalizableId(), action.getScanId(), scan.channel(), scan.connection(), added);
            }
        }
        return true;
    }

    private void claim() throws InterruptedException {
        if (!lastWord.compareAndSet(false, true)) {
            throw new InterruptedException("the scan was stopped");
        }
    }

    private CollectedScan collect(
            VirtualChannel channel,
            String id,
            ScanState state,
            Saver saver,
            RemoteConnection connection,
            RemoteRequest request,
            ScanOrigin origin,
            MaskedLog log)
            throws ScanException, IOException, InterruptedException {
        KeyRing keys = new KeyRing(new SecureRandom());
        RemoteScan.Callback callback = new ScanCallback(state, origin, saver, new AgentWords(log), keys);
        RemoteScan scan = new RemoteScan(connection, request, RemoteScan.exported(callback, remote(channel)));
        try {
            Future<RemoteScan.Answer> answer = channel.callAsync(scan);
            running = new Running(channel, connection, answer, log);
            try {
                return keys.opened(FactsFile.read(answer.get().facts()));
            } catch (InterruptedException e) {
                abort(id, state, false);
                answer.cancel(true);
                throw e;
            }
        } catch (ExecutionException | CancellationException | IOException e) {
            if (lastWord.get()) {
                throw new InterruptedException("the scan was stopped");
            }
            if (Jenkins.get().isTerminating()) {
                // Jenkins goes down: nothing is recorded, so that the scan goes on after the restart.
                throw new InterruptedException("Jenkins is shutting down");
            }
            LOGGER.log(Level.FINE, "the agent failed", e);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ScanException(
                    ScanException.Kind.CONNECTION,
                    Messages.ScanRunner_agentFailed(
                            cause.getClass().getName(), state.close().size()),
                    e);
        } finally {
            ContainerRegister.get().leases().end(state);
        }
    }

    /** What must not be seen in the log. */
    private static List<String> secrets(Connection connection) {
        return Stream.of(connection.token(), connection.clientKey(), connection.proxyPassword())
                .flatMap(Optional::stream)
                .toList();
    }

    private static Channel remote(VirtualChannel channel) {
        return channel instanceof Channel remote ? remote : null;
    }

    private ScanConclusion notPossible(
            ScanPublisher publisher, ScanParameters parameters, ScanState state, MaskedLog log, String sentence)
            throws IOException, InterruptedException {
        claim();
        ScanAction action =
                publisher.publishNotPossible(parameters.id(), log.mask(sentence), EndWatch.notSeen(state.added()));
        ScanConclusion conclusion = ScanConclusion.of(action, parameters, log::mask);
        if (!repeated(conclusion)) {
            log.error(sentence);
        }
        log.link(Messages.ScanRunner_page(), run.getUrl() + action.getUrlName());
        return conclusion;
    }

    /** Whether the log will say the reasons anyway, because the step fails with them. */
    private boolean repeated(ScanConclusion conclusion) {
        return inPipeline && conclusion.fails();
    }

    private static void summary(MaskedLog log, ScanReport report) {
        Verdict verdict = report.verdict();
        verdict.criteria().forEach(c -> log.say(Messages.ScanRunner_criterion(CriterionWords.line(c))));
        if (!CriterionWords.judged(verdict).isEmpty()) {
            log.say(CriterionWords.judged(verdict));
        }
        DifferenceWords.lines(report.difference()).forEach(log::say);
        WaiverWords.lines(report.waivers()).forEach(log::say);
        log.say(
                report.lookup().lookedUp()
                        ? Messages.ScanRunner_verdict(verdict.result())
                        : Messages.ScanRunner_verdictWithoutLookup(verdict.result()));
        if (!report.lookup().message().isEmpty()) {
            log.say("  " + report.lookup().message());
        }
    }

    /** What an abort needs of a scan that runs on an agent. */
    private record Running(VirtualChannel channel, RemoteConnection connection, Future<?> answer, MaskedLog log) {}

    /** Makes the state survive a restart. */
    @FunctionalInterface
    interface Saver {
        void save() throws IOException;
    }
}
