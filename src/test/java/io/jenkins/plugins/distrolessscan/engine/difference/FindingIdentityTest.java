package io.jenkins.plugins.distrolessscan.engine.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A finding is known again whatever happens to its pods, and is never taken for another. */
class FindingIdentityTest {
    private static final String HASH_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    @Test
    void podNamesUidsRestartsReplicasNodesImagesAndRolloutsDoNotMatter() {
        Random random = new Random(7);
        Set<String> identities = new HashSet<>();
        for (int pod = 0; pod < 1000; pod++) {
            identities.add(identity(target(random, "ReplicaSet/checkout-" + word(random, 8 + random.nextInt(3)))));
        }
        assertThat(identities).hasSize(1);
    }

    @Test
    void jobsOfACronJobAreOneWorkload() {
        Random random = new Random(8);
        assertThat(IntStream.range(0, 100)
                        .mapToObj(run -> identity(target(random, "Job/backup-" + (29_401_234 + 60 * run))))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void kindRuleSubjectAndEachPartOfTheWorkloadMatter() {
        List<String> words = List.of("", "a", "b", "ab", "a/b", "CVE-1");
        Set<String> identities = new HashSet<>();
        int made = 0;
        for (FindingKind kind : FindingKind.values()) {
            for (String rule : words) {
                for (String subject : words) {
                    for (String workload : words) {
                        identities.add(FindingIdentity.of(kind, rule, subject, workload));
                        made++;
                    }
                }
            }
        }
        assertThat(identities).hasSize(made).allMatch(identity -> identity.matches("[0-9a-f]{32}"));
    }

    /** Stored indexes hold identities: whoever changes one has to count {@link FindingIdentity#VERSION} up. */
    @Test
    void theRuleIsTheOneOfItsVersion() {
        assertThat(FindingIdentity.VERSION).isEqualTo(1);
        assertThat(FindingIdentity.of(
                        FindingKind.VULNERABILITY, "CVE-2026-1", "deb/zlib1g", "shop/ReplicaSet/checkout/app"))
                .isEqualTo("a3af89252cd4e6828698f4e615a83449");
    }

    private static String identity(Target target) {
        return FindingIdentity.of(
                FindingKind.VULNERABILITY,
                "CVE-2026-1",
                "deb/zlib1g",
                Workload.of(target).key());
    }

    private static Target target(Random random, String owner) {
        return new Target(
                "shop",
                "checkout-" + word(random, 5),
                word(random, 12),
                "app",
                "containerd://" + word(random, 12),
                "registry.example/checkout:" + random.nextInt(100),
                "registry.example/checkout@sha256:" + word(random, 20),
                "node-" + random.nextInt(9),
                Instant.EPOCH.plusSeconds(random.nextInt(1_000_000)),
                Optional.of(owner));
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(HASH_LETTERS.charAt(random.nextInt(HASH_LETTERS.length())));
        }
        return word.toString();
    }
}
