import { surveyConnections } from '@mdm-gate/contracts';
import { SceneStage } from '../fixtures/scene-stage.ts';
import { setUpWorkspaceOne } from '../vendors/workspace-one/workspace-one.fixtures.ts';

describe('the survey of connections', () => {
  const stage = new SceneStage();

  it('tells of every organization which connections there are, and what is stored in their MDMs', async () => {
    const { scene, organization } = stage;
    const setUp = await setUpWorkspaceOne(scene.simulators.urls.workspaceOne);
    const { connectionId } = await organization.connect({ vendor: 'workspace-one', fields: setUp.fields });
    const token = scene.tokenAdmin.newToken('value-one');
    await organization.publish(token);
    await organization.until({ state: 'stored', heldTokenId: token.tokenId });
    const { organizations, last } = await scene.tokenAdmin.ask(surveyConnections, { after: null });
    const { organizationId } = organization;
    const surveyed = organizations.find((each) => each.organizationId === organizationId);
    expect(surveyed?.connectionIds).toEqual([connectionId]);
    expect(surveyed?.held.map(({ platform, tokenId }) => ({ platform, tokenId }))).toEqual(
      expect.arrayContaining([
        { platform: 'ios', tokenId: token.tokenId },
        { platform: 'android', tokenId: token.tokenId },
      ]),
    );
    expect(last).toBeNull();
    const after = await scene.tokenAdmin.ask(surveyConnections, { after: organizationId });
    expect(after.organizations.map((each) => each.organizationId)).not.toContain(organizationId);
  });
});
