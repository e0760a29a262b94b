package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which user and group a debug container runs as: the target's own, because the kernel lets no other look at it without
 * more rights. The order is: what was asked for, the target's security context, what its runtime reports, and last the
 * user that distroless images call nonroot.
 */
public final class IdentityChoice {
    /** The user nonroot of distroless images. */
    private static final long NONROOT = 65532;
    /** The user nobody of distroless images. */
    private static final long NOBODY = 65534;
    /** The kernel keeps 4294967295 for "no user". */
    private static final long LARGEST_ID = 4294967294L;

    private static final Pattern USER_AND_GROUP = Pattern.compile("([0-9]{1,10}):([0-9]{1,10})");

    private IdentityChoice() {}

    /**
     * Checks what was asked for, before any target is known.
     *
     * @throws ScanException CONFIGURATION when it is not {@code UID:GID}, or root without leave
     */
    public static void check(Optional<String> runAs, boolean rootAllowed) throws ScanException {
        if (runAs.isPresent()) {
            allowed(parse(runAs.get()), rootAllowed);
        }
    }

    /**
     * Chooses for one target.
     *
     * @param runAs {@code UID:GID} that overrides everything
     * @param rootAllowed whether the profile baseline is allowed, which user 0 needs
     * @throws ScanException CONFIGURATION when {@code runAs} is wrong, or the choice is root without leave
     */
    public static Identity choose(Optional<String> runAs, ContainerFacts container, boolean rootAllowed)
            throws ScanException {
        Identity identity = runAs.isPresent() ? parse(runAs.get()) : ofTarget(container);
        return allowed(identity, rootAllowed);
    }

    private static Identity parse(String runAs) throws ScanException {
        Matcher numbers = USER_AND_GROUP.matcher(runAs);
        if (numbers.matches()) {
            long uid = Long.parseLong(numbers.group(1));
            long gid = Long.parseLong(numbers.group(2));
            if (uid <= LARGEST_ID && gid <= LARGEST_ID) {
                return new Identity(uid, gid, "Asked for with run-as.");
            }
        }
        throw new ScanException(
                ScanException.Kind.CONFIGURATION,
                "The identity to run as has to be UID:GID, two numbers from 0 to " + LARGEST_ID
                        + " such as 65532:65532.");
    }

    private static Identity ofTarget(ContainerFacts container) {
        if (container.runAsUser().isPresent()) {
            return ofSecurityContext(container, container.runAsUser().getAsLong());
        }
        return container
                .statusUser()
                .map(user -> new Identity(user.uid(), user.gid(), "The target's user as its runtime reports it."))
                .orElseGet(
                        () -> new Identity(
                                NONROOT,
                                NONROOT,
                                "Neither the target's security context nor its runtime tells its user; assumed to be the user"
                                        + " nonroot of distroless images. If it is another, the probe sees which one: scan again with it as run-as."));
    }

    private static Identity ofSecurityContext(ContainerFacts container, long uid) {
        OptionalLong group = container.runAsGroup();
        if (group.isPresent()) {
            return new Identity(uid, group.getAsLong(), "runAsUser and runAsGroup of the target's security context.");
        }
        Optional<Identity> reported = container.statusUser().filter(user -> user.uid() == uid);
        if (reported.isPresent()) {
            return new Identity(
                    uid,
                    reported.get().gid(),
                    "runAsUser of the target's security context, and the group that its runtime reports.");
        }
        // The runtime looks the user up in the image's /etc/passwd and takes 0 when it is not there. Distroless images
        // list root, nobody and nonroot.
        boolean listed = uid == NONROOT || uid == NOBODY;
        return new Identity(
                uid,
                listed ? uid : 0,
                "runAsUser of the target's security context, which names no runAsGroup; the group is assumed to be "
                        + (listed
                                ? "the one that distroless images give this user"
                                : "0, as for a user that the image does not list")
                        + ". If the target is not readable, set runAsGroup in its pod or scan with run-as.");
    }

    private static Identity allowed(Identity identity, boolean rootAllowed) throws ScanException {
        IdentityProfile most = rootAllowed ? IdentityProfile.BASELINE : IdentityProfile.RESTRICTED;
        if (IdentityProfile.of(identity).within(most)) {
            return identity;
        }
        throw new ScanException(
                ScanException.Kind.CONFIGURATION,
                "The debug container would run as root, which needs the identity profile baseline, and only restricted is"
                        + " allowed. Allow baseline for this scan, or leave this target out. Why this user: "
                        + identity.origin());
    }
}
