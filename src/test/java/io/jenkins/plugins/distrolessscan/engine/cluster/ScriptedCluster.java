package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;

/** A client and the server that it talks to, for one test. All of them trust one authority, since keys take time. */
final class ScriptedCluster {
    private static final TestAuthority AUTHORITY = issue();

    private ScriptedCluster() {}

    /** What a test does with the two. */
    interface Check {
        void on(FabricCluster cluster, ScriptedServer server) throws Exception;
    }

    static void with(Script script, Check check) throws Exception {
        try (ScriptedServer server = new ScriptedServer(AUTHORITY.server("127.0.0.1"), script);
                FabricCluster cluster = Connections.cluster(server, AUTHORITY)) {
            check.on(cluster, server);
        }
    }

    /** The authority that the servers' certificates come from. */
    static TestAuthority authority() {
        return AUTHORITY;
    }

    private static TestAuthority issue() {
        try {
            return new TestAuthority("test-ca");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
