package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.Target;

/**
 * What a control judges.
 *
 * @param evidence the probe's evidence of a readable target
 * @param pod the pod
 * @param target the container
 * @param tree the evidence's file tree
 * @param code what became of its code
 */
public record ControlInput(Evidence evidence, PodFacts pod, Target target, FileTree tree, CodeState code) {
    public ControlInput(Evidence evidence, PodFacts pod, Target target, FileTree tree) {
        this(evidence, pod, target, tree, new CodeState(evidence, tree));
    }

    public ControlInput(Evidence evidence, PodFacts pod, Target target) {
        this(evidence, pod, target, FileTree.of(evidence));
    }
}
