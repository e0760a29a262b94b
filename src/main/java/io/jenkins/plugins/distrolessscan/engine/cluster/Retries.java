package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and when a request is repeated.
 *
 * @param attempts in all
 * @param first pause before the second attempt; doubles each time, with up to half of it as jitter
 * @param longest that a server's Retry-After is listened to
 * @param pace how it is waited
 */
record Retries(int attempts, Duration first, Duration longest, RandomGenerator random, Pace pace) {
    static Retries standard(RandomGenerator random) {
        return new Retries(3, Duration.ofMillis(250), Duration.ofSeconds(5), random, Pace.system());
    }

    void pause(int attempt, Optional<Duration> asked) throws InterruptedException {
        long base = first.toMillis() << Math.min(attempt, 10);
        long wait = base + (base > 1 ? random.nextLong(base / 2 + 1) : 0);
        long wanted = asked.map(Duration::toMillis).orElse(0L);
        pace.sleep(Duration.ofMillis(Math.min(Math.max(wait, wanted), Math.max(longest.toMillis(), 0))));
    }
}
