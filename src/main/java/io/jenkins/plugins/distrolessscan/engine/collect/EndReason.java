package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a bad end of the debug container means, in a sentence. */
final class EndReason {
    private EndReason() {}

    static String sentence(EphemeralFacts end) {
        String code = end.exitCode().map(String::valueOf).orElse("unknown");
        if (end.reason().equals("OOMKilled")) {
            return "The debug container hit the pod's memory limit (OOMKilled); the pod has too little head room to be scanned.";
        }
        return switch (code) {
            case "64" ->
                "The probe did not accept its arguments (exit code 64): the image is of another version than this program.";
            case "70" -> "The probe failed (exit code 70).";
            case "74" -> "The probe could not write its output (exit code 74).";
            case "75" -> "The probe was started too late and ended at once (exit code 75).";
            case "77" -> "The probe could not read the target's root (exit code 77).";
            case "78" ->
                "Less memory of the pod is free than the probe wants to see before it begins, so that it read nothing (exit code"
                        + " 78); raise the pod's memory limit, or leave the pod out.";
            case "76" -> "The probe did not finish within its lifetime and ended itself (exit code 76).";
            case "127", "128" ->
                "The node could not run the probe (exit code " + code
                        + "): wrong image, or an image for another processor architecture.";
            case "137" -> "The debug container was killed (exit code 137): by the target, or because the target ended.";
            default ->
                "The debug container ended with " + (end.reason().isEmpty() ? "no reason" : end.reason())
                        + ", exit code " + code + ", which is no success.";
        };
    }

    /**
     * What the kubelet's time of the start says about a probe that was started too late (exit code 75): nobody knows a
     * node's clock beforehand. Empty for every other end.
     *
     * @param added when it was added, by the API server's clock
     * @param notAfter until when it may start
     */
    static String clocks(EphemeralFacts end, Instant added, Instant notAfter) {
        if (end.started().isEmpty() || !end.exitCode().equals(Optional.of(75))) {
            return "";
        }
        Instant started = end.started().get();
        long late = Duration.between(added, started).toSeconds();
        return started.isAfter(notAfter)
                ? " By the node's clock it started at " + started + ", " + late
                        + " s after it was added by the API server's"
                        + " clock, and it may start until " + notAfter
                        + ": the node needed too long, or its clock is ahead"
                        + " of the API server's; compare the two clocks."
                : " By the kubelet it started at " + started + ", which is in time (until " + notAfter
                        + "): the clock that"
                        + " the probe saw is not the kubelet's; compare the node's clock with the API server's.";
    }
}
