/**
 * The demo cluster: a Kubernetes API on loopback, whose node and probe are played. It answers what a scan asks, with the
 * API's own error shapes, about sample pods whose roots are small folders of this package. It says in its version that it
 * is a demo, so that every report of it says DEMO.
 */
package io.jenkins.plugins.distrolessscan.demo;
