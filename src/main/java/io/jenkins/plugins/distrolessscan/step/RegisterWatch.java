package io.jenkins.plugins.distrolessscan.step;

import hudson.FilePath;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Computer;
import hudson.model.Job;
import hudson.model.Run;
import hudson.remoting.VirtualChannel;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.distrolessscan.config.ClusterAccess;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.result.ScanPublisher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * Looks for the end of registered debug containers whose build does not do it any more: after a start of Jenkins, and after
 * a scan that did not see all of them end. Only a build that has one of them is loaded. Public,
 * because Jenkins calls the initializer from outside.
 */
public final class RegisterWatch {
    /** A container is looked for when it must have ended by itself. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMinutes(1);
    /** An agent that is needed may come back so long after the end; then the record stays as it is. */
    private static final Duration GIVE_UP = Duration.ofHours(1);

    private static final Logger LOGGER = Logger.getLogger(RegisterWatch.class.getName());
    private static final AtomicBoolean PLANNED = new AtomicBoolean();

    private RegisterWatch() {}

    /** Once after a start; reads the register and no build. */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void start() {
        soon();
    }

    /** Plans the next look, if anything is registered. */
    static void soon() {
        Optional<Instant> first = ContainerRegister.get().containers().stream()
                .map(RegisteredContainer::endsBy)
                .min(Instant::compareTo);
        if (first.isPresent() && PLANNED.compareAndSet(false, true)) {
            long wait = Duration.between(Instant.now(), first.get().plus(GRACE)).toMillis();
            Timer.get().schedule(RegisterWatch::run, Math.max(wait, 1_000), TimeUnit.MILLISECONDS);
        }
    }

    private static void run() {
        Computer.threadPoolForRemoting.submit(() -> {
            PLANNED.set(false);
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                look(Instant.now());
            } finally {
                if (!Jenkins.get().isTerminating()
                        && !ContainerRegister.get().containers().isEmpty()
                        && PLANNED.compareAndSet(false, true)) {
                    Timer.get().schedule(RegisterWatch::run, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        });
    }

    /** Looks for all containers that must have ended by now, the ones of one scan together. */
    static void look(Instant now) {
        Map<String, List<RegisteredContainer>> scans = new LinkedHashMap<>();
        for (RegisteredContainer container : ContainerRegister.get().containers()) {
            if (!container.endsBy().plus(GRACE).isAfter(now)) {
                scans.computeIfAbsent(
                                container.job() + "#" + container.build() + "/" + container.scanId(),
                                key -> new ArrayList<>())
                        .add(container);
            }
        }
        scans.values().forEach(scan -> look(scan, now));
    }

    private static void look(List<RegisteredContainer> scan, Instant now) {
        RegisteredContainer first = scan.get(0);
        Job<?, ?> job = Jenkins.get().getItemByFullName(first.job(), Job.class);
        Optional<Run<?, ?>> build = ContainerRegister.build(first);
        if (build.isPresent() && build.get().isBuilding()) {
            // It goes on after the start, and looks itself.
            return;
        }
        List<ScanState.Added> added =
                scan.stream().map(RegisteredContainer::added).toList();
        boolean late = first.endsBy().plus(GIVE_UP).isBefore(now);
        List<String> leftovers = EndWatch.notSeen(added);
        try {
            VirtualChannel channel = channel(first.node());
            if (job != null && channel != null) {
                leftovers = EndWatch.look(
                        channel,
                        new RemoteConnection(ClusterAccess.again(
                                job, first.cluster(), first.serverUrl(), first.caCertificate(), first.credentialsId())),
                        added);
            } else if (!late && job != null) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (ScanException | IOException | ExecutionException | RuntimeException e) {
            LOGGER.log(Level.FINE, "the end of debug containers could not be verified", e);
            if (!late) {
                return;
            }
        }
        try {
            if (build.isPresent()) {
                ScanPublisher.settle(build.get(), first.scanId(), EndWatch.names(added), leftovers);
            }
            if (leftovers.isEmpty() || late || job == null) {
                ContainerRegister.get().remove(added);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "the end of debug containers of " + first.job() + " could not be recorded", e);
        }
    }

    /** Where the build had run; null when that agent is not there. */
    private static VirtualChannel channel(String node) {
        if (node.isEmpty()) {
            return FilePath.localChannel;
        }
        Computer computer = Jenkins.get().getComputer(node);
        return computer == null ? null : computer.getChannel();
    }
}
