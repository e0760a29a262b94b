package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.CapabilitySet;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;

/**
 * Why a target's files could not be read, and as whom they could be. The kernel's rule: user and group of the reader equal
 * the target's, the target is dumpable, and every capability the target holds the reader holds too; or the reader has
 * SYS_PTRACE. The status of every process is open to all, so the probe learns whom to imitate even when it reads nothing.
 */
public final class Readability {
    private Readability() {}

    /** Whether the evidence is of the target's own root. A root that equals the probe's own is the probe's image. */
    public static boolean readable(Evidence evidence) {
        return evidence.target().rootReadable() && evidence.target().rootDiffers();
    }

    /**
     * What to do about a target that is not {@link #readable}.
     *
     * @param identity the identity that the probe was given
     */
    public static String sentence(Evidence evidence, Identity identity) {
        Evidence.TargetProcess target = evidence.target();
        if (target.proof() == Evidence.ProofOfTarget.NONE || target.status().isEmpty()) {
            return "The probe found no process of the target's container; the container may have ended, or its runtime"
                    + " hides it. Scan again while it runs.";
        }
        if (target.rootReadable() && !target.rootDiffers()) {
            return "The root that the probe saw is its own and not the target's, so that nothing of the target was read;"
                    + " this runtime does not join the target's process namespace.";
        }
        return refusal(target.status().get(), evidence.probe().status(), identity);
    }

    private static String refusal(ProcessStatus target, ProcessStatus probe, Identity identity) {
        Identity same = new Identity(target.uid(), target.gid(), "");
        boolean root = IdentityProfile.of(same) == IdentityProfile.BASELINE;
        if (target.uid() != probe.uid() || target.gid() != probe.gid()) {
            return "The target runs as " + same + " and the probe ran as " + probe.uid() + ":" + probe.gid()
                    + " (asked for: " + identity + "), so that the kernel refuses. Run with run-as " + same
                    + (root ? ", which needs the identity profile baseline" : "") + "."
                    + beyond(target, root);
        }
        CapabilitySet missing = set(target.capPrm()).minus(set(probe.capPrm()));
        if (!missing.isEmpty()) {
            boolean baseline = root && missing.isSubsetOf(CapabilitySet.RUNTIME_DEFAULT);
            return "The target holds capabilities that the probe does not (" + missing
                    + "), so that the kernel refuses. "
                    + (baseline
                            ? "The identity profile baseline keeps the runtime's defaults."
                            : "No identity without SYS_PTRACE can read it; drop these capabilities in its pod if it does"
                                    + " not need them.");
        }
        return "User, group and capabilities fit, and the kernel refuses all the same: the target has made itself"
                + " undumpable, or a security module forbids it. No identity without SYS_PTRACE can read it.";
    }

    private static String beyond(ProcessStatus target, boolean root) {
        CapabilitySet held = set(target.capPrm());
        CapabilitySet given = root ? CapabilitySet.RUNTIME_DEFAULT : CapabilitySet.NONE;
        CapabilitySet more = held.minus(given);
        return more.isEmpty()
                ? ""
                : " Even then it stays closed while the target holds " + more + ", which that identity does not.";
    }

    private static CapabilitySet set(String hexadecimal) {
        return hexadecimal.isEmpty() ? CapabilitySet.NONE : CapabilitySet.parse(hexadecimal);
    }
}
