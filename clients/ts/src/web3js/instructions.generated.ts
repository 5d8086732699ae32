// Generated from the program by `make idl`; do not edit.

import * as core from "../program.generated.js";
import { native } from "./convert.js";

/** {@link core.getAcceptAuthorityInstruction} */
export const getAcceptAuthorityInstruction = native(core.getAcceptAuthorityInstruction);

/** {@link core.getAcknowledgeMarketInstruction} */
export const getAcknowledgeMarketInstruction = native(core.getAcknowledgeMarketInstruction);

/** {@link core.getAcknowledgeNavInstruction} */
export const getAcknowledgeNavInstruction = native(core.getAcknowledgeNavInstruction);

/** {@link core.getAcknowledgeProgramsInstruction} */
export const getAcknowledgeProgramsInstruction = native(core.getAcknowledgeProgramsInstruction);

/** {@link core.getActivateFeedInstruction} */
export const getActivateFeedInstruction = native(core.getActivateFeedInstruction);

/** {@link core.getAddSourceInstruction} */
export const getAddSourceInstruction = native(core.getAddSourceInstruction);

/** {@link core.getAnnounceTransitInstruction} */
export const getAnnounceTransitInstruction = native(core.getAnnounceTransitInstruction);

/** {@link core.getApplyConfigInstruction} */
export const getApplyConfigInstruction = native(core.getApplyConfigInstruction);

/** {@link core.getCancelConfigInstruction} */
export const getCancelConfigInstruction = native(core.getCancelConfigInstruction);

/** {@link core.getCancelNominationInstruction} */
export const getCancelNominationInstruction = native(core.getCancelNominationInstruction);

/** {@link core.getCheckProgramsInstruction} */
export const getCheckProgramsInstruction = native(core.getCheckProgramsInstruction);

/** {@link core.getCheckSourceInstruction} */
export const getCheckSourceInstruction = native(core.getCheckSourceInstruction);

/** {@link core.getCloseFeedInstruction} */
export const getCloseFeedInstruction = native(core.getCloseFeedInstruction);

/** {@link core.getGrowInstruction} */
export const getGrowInstruction = native(core.getGrowInstruction);

/** {@link core.getInitializeFeedInstruction} */
export const getInitializeFeedInstruction = native(core.getInitializeFeedInstruction);

/** {@link core.getMigrateFeedInstruction} */
export const getMigrateFeedInstruction = native(core.getMigrateFeedInstruction);

/** {@link core.getNominateAuthorityInstruction} */
export const getNominateAuthorityInstruction = native(core.getNominateAuthorityInstruction);

/** {@link core.getOpenMirrorInstruction} */
export const getOpenMirrorInstruction = native(core.getOpenMirrorInstruction);

/** {@link core.getPauseInstruction} */
export const getPauseInstruction = native(core.getPauseInstruction);

/** {@link core.getProposeConfigInstruction} */
export const getProposeConfigInstruction = native(core.getProposeConfigInstruction);

/** {@link core.getRefreshInstruction} */
export const getRefreshInstruction = native(core.getRefreshInstruction);

/** {@link core.getRegisterReserveInstruction} */
export const getRegisterReserveInstruction = native(core.getRegisterReserveInstruction);

/** {@link core.getReleaseReserveInstruction} */
export const getReleaseReserveInstruction = native(core.getReleaseReserveInstruction);

/** {@link core.getResumeInstruction} */
export const getResumeInstruction = native(core.getResumeInstruction);

/** {@link core.getSetGuardianInstruction} */
export const getSetGuardianInstruction = native(core.getSetGuardianInstruction);

/** {@link core.getTightenConfigInstruction} */
export const getTightenConfigInstruction = native(core.getTightenConfigInstruction);

/** {@link core.getUpdateMirrorInstruction} */
export const getUpdateMirrorInstruction = native(core.getUpdateMirrorInstruction);
