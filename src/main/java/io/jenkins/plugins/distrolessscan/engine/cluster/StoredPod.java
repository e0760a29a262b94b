package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;

/**
 * A pod as the API server told it at one version, whole, so that an answer that comes later can be compared with it. It
 * holds values that are nobody else's business (environment variables) and stays in the process that read it.
 */
public final class StoredPod {
    private final PodFacts facts;
    private final ApiJson json;

    StoredPod(PodFacts facts, ApiJson json) {
        this.facts = facts;
        this.json = json;
    }

    /** One of which nothing but the facts is known. */
    public static StoredPod of(PodFacts facts) {
        return new StoredPod(facts, ApiJson.MISSING);
    }

    /** What the scan uses of it. */
    public PodFacts facts() {
        return facts;
    }

    ApiJson json() {
        return json;
    }

    @Override
    public String toString() {
        return "StoredPod[" + facts.namespace() + "/" + facts.name() + " at " + facts.resourceVersion() + "]";
    }
}
