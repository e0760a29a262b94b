package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A cluster that only answers questions about rights, and counts them. */
final class AnsweringCluster implements Cluster {
    /** Called for each question; null stands for a question that is refused. */
    private final BiFunction<String, Right, Answer> answers;

    final List<String> asked = new ArrayList<>();
    HeldRights held = new HeldRights(List.of(), true, "");
    Optional<ScanException> heldFailure = Optional.empty();
    Optional<ScanException> versionFailure = Optional.empty();
    Optional<String> user = Optional.of("system:serviceaccount:shop:scanner");

    AnsweringCluster(BiFunction<String, Right, Answer> answers) {
        this.answers = answers;
    }

    @Override
    public String server() {
        return "https://api.example";
    }

    @Override
    public String version() throws ScanException {
        asked.add("version");
        if (versionFailure.isPresent()) {
            throw versionFailure.get();
        }
        return "v1.34.4";
    }

    @Override
    public String tls() {
        return "TLSv1.3";
    }

    @Override
    public Optional<String> userName() {
        asked.add("user");
        return user;
    }

    @Override
    public Answer mayI(String namespace, Right right) throws ScanException {
        asked.add(right + " in " + namespace);
        Answer answer = answers.apply(namespace, right);
        if (answer == null) {
            throw new ScanException(ScanException.Kind.FORBIDDEN, "not for you\nsecond line");
        }
        return answer;
    }

    @Override
    public HeldRights heldRights(String namespace) throws ScanException {
        asked.add("held");
        if (heldFailure.isPresent()) {
            throw heldFailure.get();
        }
        return held;
    }

    @Override
    public PodFacts pod(String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PodFacts> pods(String namespace, Optional<String> labelSelector) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dryRun(PodFacts pod, DebugContainerSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PodFacts attach(PodFacts pod, DebugContainerSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<InputStream> followLog(String namespace, String pod, String container) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
