package io.jenkins.plugins.distrolessscan.step;

import hudson.model.Computer;
import hudson.model.Run;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.collect.EndVerification;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.result.ScanPublisher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.security.MasterToSlaveCallable;

/**
 * After an aborted scan: looks in the background whether the debug containers end, and updates the build's record of the
 * scan with what it saw. The build itself does not wait for it. Where it cannot look any more, the record stays as it
 * was: the end of those containers has not been verified.
 */
final class EndWatch {
    private static final Logger LOGGER = Logger.getLogger(EndWatch.class.getName());

    private EndWatch() {}

    /**
     * @param build the build's externalizable id
     * @param id the scan's id as recorded
     */
    static void begin(
            String build, String id, VirtualChannel channel, RemoteConnection connection, List<ScanState.Added> added) {
        Computer.threadPoolForRemoting.submit(() -> watch(build, id, channel, connection, added));
    }

    private static void watch(
            String build, String id, VirtualChannel channel, RemoteConnection connection, List<ScanState.Added> added) {
        List<String> leftovers;
        try {
            leftovers = look(channel, connection, added);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception e) {
            LOGGER.log(Level.FINE, "the end of debug containers could not be verified", e);
            leftovers = notSeen(added);
        }
        try {
            if (!Jenkins.get().isTerminating()) {
                Run<?, ?> run = ContainerRegister.get().build(added).orElseGet(() -> Run.fromExternalizableId(build));
                if (run != null) {
                    ScanPublisher.settle(run, id, names(added), leftovers);
                }
                if (leftovers.isEmpty()) {
                    ContainerRegister.get().remove(added);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "leftovers of " + build + " could not be recorded", e);
        }
    }

    /**
     * Looks from where the cluster can be reached whether debug containers have ended; waits until half a minute after their
     * last possible end.
     *
     * @return a sentence for each that was not seen to end
     */
    static List<String> look(VirtualChannel channel, RemoteConnection connection, List<ScanState.Added> added)
            throws IOException, InterruptedException, ExecutionException {
        return channel.callAsync(new Look(connection, new ArrayList<>(added))).get().stream()
                .limit(added.size())
                .map(PlainText::line)
                .toList();
    }

    static List<String> names(List<ScanState.Added> added) {
        return added.stream().map(ScanState.Added::name).toList();
    }

    /** A sentence for each container whose end nobody saw. */
    static List<String> notSeen(List<ScanState.Added> added) {
        return added.stream()
                .map(one -> Messages.EndWatch_notSeen(one.name(), one.endsBy()))
                .toList();
    }

    /** A sentence for each container whose end nobody has looked for yet. */
    static List<String> notVerified(List<ScanState.Added> added) {
        return added.stream()
                .map(one -> Messages.EndWatch_notVerified(one.name(), one.endsBy()))
                .toList();
    }

    /** Runs where the cluster can be reached; answers a sentence for each container that was not seen to end. */
    private static final class Look extends MasterToSlaveCallable<ArrayList<String>, InterruptedException> {
        private static final long serialVersionUID = 1;

        private final RemoteConnection connection;
        private final ArrayList<ScanState.Added> added;

        Look(RemoteConnection connection, ArrayList<ScanState.Added> added) {
            this.connection = connection;
            this.added = added;
        }

        @Override
        public ArrayList<String> call() throws InterruptedException {
            AgentLogging.choose();
            ArrayList<String> leftovers = new ArrayList<>();
            try (Cluster cluster = new FabricCluster(connection.connection(), Timeouts.standard())) {
                EndVerification verification = new EndVerification(cluster, Pace.system());
                verification
                        .await(added.stream().map(ScanState.Added::attachment).toList())
                        .stream()
                        .filter(end -> !end.ended())
                        .forEach(end -> leftovers.add(PlainText.line(end.text())));
            } catch (ScanException e) {
                added.forEach(one -> leftovers.add(Messages.EndWatch_notSeen(one.name(), one.endsBy())));
            }
            return leftovers;
        }
    }
}
