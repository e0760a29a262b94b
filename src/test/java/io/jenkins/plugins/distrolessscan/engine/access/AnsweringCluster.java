package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A cluster that only answers questions about rights, and counts them. */
final class AnsweringCluster extends SilentCluster {
    /** Called for each question; null stands for a question that is refused. */
    private final BiFunction<String, Right, Answer> answers;

    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    HeldRights held = new HeldRights(List.of(), true, "");
    Optional<ScanException> heldFailure = Optional.empty();
    Optional<String> user = Optional.of("system:serviceaccount:shop:scanner");

    AnsweringCluster(BiFunction<String, Right, Answer> answers) {
        this.answers = answers;
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
}
