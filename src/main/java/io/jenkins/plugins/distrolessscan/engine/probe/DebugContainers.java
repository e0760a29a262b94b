package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
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
    /** How the random part of a name begins that is only asked about. */
    private static final String CHECK = "check";

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
        String name = newName(PREFIX, random);
        return isCheck(name) ? newName(random) : name;
    }

    private static String newName(String start, SecureRandom random) {
        StringBuilder name = new StringBuilder(start);
        while (name.length() < PREFIX.length() + RANDOM_CHARACTERS) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }

    /** Whether a name is one that this program only asks about, such as {@code distroless-scan-checka2b3c}. */
    public static boolean isCheck(String name) {
        return isOurs(name) && name.startsWith(PREFIX + CHECK);
    }

    /**
     * A misuse of the right to add debug containers, to be asked about. Its name says so and still has the form of all
     * others: a policy that goes by names has to refuse it for what it is.
     *
     * @param own the scan's own debug container
     * @throws ScanException CONFIGURATION when its image's name is none
     */
    public static MisuseSpec misuse(PodFacts pod, DebugContainerSpec own, Misuse misuse, SecureRandom random)
            throws ScanException {
        String name = newName(PREFIX + CHECK, random);
        while (pod.ephemeralContainer(name).isPresent()) {
            name = newName(PREFIX + CHECK, random);
        }
        return new MisuseSpec(
                name, own, misuse, ImageReference.parse(own.image()).neighbour());
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
