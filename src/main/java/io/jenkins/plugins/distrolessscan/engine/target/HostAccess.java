package io.jenkins.plugins.distrolessscan.engine.target;

import io.jenkins.plugins.distrolessscan.engine.model.PassedOver.Reason;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The words for what a pod may share with its node and be scanned all the same (S-7): {@code host-network},
 * {@code host-ipc}, {@code host-path}; and for an admission that mirrors images: {@code image-registry}. The node's process namespace has no word: such a pod is never scanned.
 */
public final class HostAccess {
    private static final String REGISTRY = "image-registry";

    private HostAccess() {}

    /** The words of a text, which stand between spaces, commas or line breaks. */
    public static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether admission may name the probe's image by another registry, as long as the digest stays. */
    public static boolean registryMayChange(Collection<String> words) {
        return words.contains(REGISTRY);
    }

    /**
     * What the words allow.
     *
     * @throws ScanException CONFIGURATION for a word that there is not
     */
    public static Set<Reason> of(Collection<String> words) throws ScanException {
        Set<Reason> allowed = EnumSet.noneOf(Reason.class);
        for (String word : words) {
            if (word.equals(REGISTRY)) {
                continue;
            }
            allowed.add(
                    switch (word) {
                        case "host-network" -> Reason.HOST_NETWORK;
                        case "host-ipc" -> Reason.HOST_IPC;
                        case "host-path" -> Reason.HOST_PATH;
                        default ->
                            throw new ScanException(
                                    ScanException.Kind.CONFIGURATION,
                                    "What can be allowed is host-network, host-ipc, host-path and image-registry, not '"
                                            + word
                                            + "'; pods that share the node's process namespace are never scanned.");
                    });
        }
        return allowed;
    }
}
