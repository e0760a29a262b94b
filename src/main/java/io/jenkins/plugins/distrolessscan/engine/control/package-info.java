/** Evidence to control results, classification and findings. Nothing here trusts the evidence: it is the target's word. */
package io.jenkins.plugins.distrolessscan.engine.control;
