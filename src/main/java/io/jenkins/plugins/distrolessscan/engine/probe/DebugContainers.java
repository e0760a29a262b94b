package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** The debug containers of this program: how they are made, and how they are known again. */
public final class DebugContainers {
    private static final String PREFIX = "distroless-scan-";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int RANDOM_CHARACTERS = 10;
    private static final Pattern OURS = Pattern.compile(PREFIX + "[a-z2-7]{" + RANDOM_CHARACTERS + "}");

    private DebugContainers() {}

    /**
     * Whether a name is one that this program gives. Anybody can give such a name: it says whose a record claims to be.
     */
    public static boolean isOurs(String name) {
        return OURS.matcher(name).matches();
    }

    /** A new name: the prefix and 50 random bits, because a name cannot be used twice in a pod's life. */
    public static String newName(SecureRandom random) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }

    /**
     * Checks the name of the probe image.
     *
     * @throws ScanException CONFIGURATION when it is none
     */
    public static ImageReference checkImage(String image) throws ScanException {
        return ImageReference.parse(image);
    }

    /**
     * The whole debug container for one target. Its AppArmor profile and SELinux options are the target's, because the
     * kernel lets a process look at another only within the same confinement.
     *
     * @throws ScanException CONFIGURATION when the image's name is none
     */
    public static DebugContainerSpec spec(
            PodFacts pod,
            ContainerFacts container,
            String image,
            Identity identity,
            ProbeCall call,
            SecureRandom random)
            throws ScanException {
        checkImage(image);
        String name = newName(random);
        while (pod.ephemeralContainer(name).isPresent()) {
            name = newName(random);
        }
        return new DebugContainerSpec(
                name,
                image,
                container.name(),
                call.command(),
                call.arguments(),
                identity,
                IdentityProfile.of(identity) == IdentityProfile.BASELINE,
                container.appArmorProfile(),
                container.seLinuxOptions());
    }
}
