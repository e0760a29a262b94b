package io.jenkins.plugins.distrolessscan.engine;

import io.jenkins.plugins.distrolessscan.engine.cluster.Admission;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.PodChanges;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cluster that must not be asked anything: tests override what their subject may ask. */
public class SilentCluster implements Cluster {
    @Override
    public String server() {
        return "https://api.example";
    }

    @Override
    public String version() throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String tls() {
        return "TLSv1.3";
    }

    @Override
    public Optional<String> userName() throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer mayI(String namespace, Right right) throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public HeldRights heldRights(String namespace) throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public PodFacts pod(String namespace, String name) throws ScanException {
        throw new UnsupportedOperationException();
    }

    /** The facts alone, whatever {@link #pod} says. */
    @Override
    public StoredPod stored(String namespace, String name) throws ScanException {
        return StoredPod.of(pod(namespace, name));
    }

    @Override
    public Optional<Duration> clockAhead() {
        return Optional.empty();
    }

    @Override
    public Admission compared(StoredPod before, StoredPod now, DebugContainerSpec spec) {
        return new Admission(now.facts(), List.of());
    }

    @Override
    public String podLabels(String namespace, WorkloadName workload) throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PodFacts> pods(String namespace, Optional<String> labelSelector) throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public MisuseChecks.Attempt tryMisuse(PodFacts pod, MisuseSpec spec) throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<InputStream> followLog(String namespace, String pod, String container) throws ScanException {
        throw new UnsupportedOperationException();
    }

    /** Most tests are about a credential that may not watch. */
    @Override
    public Optional<PodChanges> watch(PodFacts pod) throws ScanException {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
